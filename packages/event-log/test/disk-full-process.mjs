/** Appends, or keeps, until the disk is full, then some more, from several callers; prints what it was answered. */
import { writeSync } from 'node:fs';
import { openLocalLog } from '@touchline/event-log';

const REFUSALS_MAX = 20;
const RECORD_BYTES = 2_000;
const CALLERS = 4;

const [, , path, how = 'append'] = process.argv;
const log = openLocalLog({ path });
const answered = [];
const refusals = [];

async function caller(name) {
  for (let index = 0; refusals.length < REFUSALS_MAX; index += 1) {
    const texts = [`${name} ${index} a`, `${name} ${index} b`];
    try {
      const records = texts.map((text) => ({ key: text, value: Buffer.from(text.padEnd(RECORD_BYTES)), once_id: text }));
      await log[how]('clicks', records);
      answered.push(...texts);
    } catch (error) {
      refusals.push(error.code ?? String(error));
    }
  }
}

await Promise.all(Array.from({ length: CALLERS }, (_, number) => caller(`caller ${number}`)));
writeSync(1, JSON.stringify({ answered, refusals }));
await log.close();
