import { type NewRecord, openLocalLog } from '@touchline/event-log';
import { dataPaths, loadConfig } from '@touchline/runtime';
import { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';
import type { Digest, Reconciliation } from './arena.js';
import type { Books } from './books.js';

const APPEND_RECORDS_MAX = 2_000;
const SETTLE_MS_MAX = 180_000;

/**
 * The ledger of the same events on a day without faults: each event of the log once, with its id and its times, on a fresh Touchline on a local
 * log, whose services nobody disturbs.
 */
export async function calmDigest(books: Books): Promise<Digest> {
  const calm = await RunningTouchline.create({ TOUCHLINE_LOG_LEVEL: 'error', KAFKA_BROKERS: '' });
  try {
    await copyEvents(books, dataPaths(loadConfig(calm.environment)).log);
    await calm.start('--no-demo');
    await until('nothing in flight', SETTLE_MS_MAX, async () => {
      const { in_flight } = await calm.json<Reconciliation>('reconcile');
      return in_flight === 0 ? true : undefined;
    });
    const { code, stderr } = await calm.cli('attribute', 'run');
    if (code !== 0) throw new Error(`no attribution on the calm day: ${stderr}`);
    return await calm.json<Digest>('ledger', 'digest');
  } finally {
    await calm.remove();
  }
}

async function copyEvents(books: Books, path: string): Promise<void> {
  const log = openLocalLog({ path });
  const waiting = new Map<string, NewRecord[]>();
  for await (const { topic, partition, key, value } of books.events()) {
    const records = waiting.get(topic) ?? [];
    records.push({ key, value, partition });
    waiting.set(topic, records);
    if (records.length >= APPEND_RECORDS_MAX) await log.append(topic, records.splice(0));
  }
  for (const [topic, records] of waiting) await log.append(topic, records);
  await log.close();
}
