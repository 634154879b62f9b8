/** The other process of the contract suite: opens the same log and does what its argument says. */
import { writeSync } from 'node:fs';

const { module, argument, task } = JSON.parse(process.argv[2]);
const { openLog } = await import(module);
const log = await openLog(argument);
const say = (line) => writeSync(1, `${line}\n`);

async function append({ topic, name, callers, each, once }) {
  const caller = async (number) => {
    for (let index = 0; index < each; index += 1) {
      const text = `${name} ${number} ${index}`;
      const record = { key: `${name} ${number}`, value: Buffer.from(text) };
      const [outcome] = await log.append(topic, [once ? { ...record, once_id: text } : record]);
      say(JSON.stringify({ ...outcome, text }));
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, number) => caller(number)));
  await log.close();
}

async function keep({ topic, name, callers, each }) {
  const caller = async (number) => {
    for (let index = 0; index < each; index += 1) {
      const text = `${name} ${number} ${index}`;
      await log.keep(topic, [{ key: `${name} ${number}`, value: Buffer.from(text) }]);
      say(text);
    }
  };
  await Promise.all(Array.from({ length: callers }, (_, number) => caller(number)));
  await log.close();
}

/** Looks at the log, again and again: by that it moves what lies in journals. */
async function settle({ topic }) {
  for (;;) {
    await log.heads(topic);
    say('settled');
  }
}

function consume({ topic, group, batch_records_max, hangAt }) {
  log.consume({
    topics: [topic],
    group,
    batch_records_max,
    batch_bytes_max: 1_000_000,
    linger_ms: 0,
    handler: async ({ first_offset, last_offset }) => {
      if (first_offset === hangAt) {
        say(`hangs at ${first_offset}`);
        await new Promise(() => undefined);
      }
      say(`handled ${first_offset}..${last_offset}`);
    },
  });
}

const TASKS = { append, keep, settle, consume };
await TASKS[task.do](task);
