// Freshness: how long after a click was taken is its row visible in ClickHouse, at a steady rate, through all of Touchline.
//
//   npm run bench -- freshness [--json] [--log local|kafka|both] [--rate 1000] [--seconds 30] [--links 500]
//
// `touchline up` as a person starts it, every service of it (with Kafka the forwarder as well, and a real broker); a steady load of
// clicks on the tracker; beside them a reader that asks ClickHouse every 50 ms which offsets it can see. A row's age is the moment an
// answer first showed it, less the `received_at` in its event.
//
// Traps, so that nobody reads more into the numbers than they say:
// - Touchline, the broker, the load and the reader share the machine; all of it has to fit, and other work on it makes ages longer.
// - An age is up to one look (50 ms and the query's own time) too long, never too short: one clock measures both ends.
// - A row is visible when it can be read from the facts. That the attribution of an order counts it is up to two seconds later.
// - `lost` compares what the tracker answered with what can be seen at the end: then nothing is left to wait for.
// - The steady state is measured: the load's first seconds, in which every process warms up, are left out (`WARM_UP_SECONDS`).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBroker, whyNoBroker } from '@touchline/kafka-broker';
import { readOptions } from '../../infra/scripts/options.mjs';
import { ClickLoad } from './freshness/load.mjs';
import { agesOf, printReport, summarize } from './freshness/report.mjs';
import { Touchline } from './freshness/touchline.mjs';
import { Watch } from './freshness/watch.mjs';

const values = readOptions(fileURLToPath(import.meta.url), {
  json: { type: 'boolean', default: false },
  log: { type: 'string', default: 'both' },
  rate: { type: 'string', default: '1000' },
  seconds: { type: 'string', default: '30' },
  links: { type: 'string', default: '500' },
});
const plan = { rate: Number(values.rate), seconds: Number(values.seconds), links: Number(values.links) };
const WARM_UP_SECONDS = 5;

const say = (line) => process.stderr.write(`${line}\n`);

async function measure(log, settings) {
  const folder = mkdtempSync(join(tmpdir(), 'touchline-bench-'));
  const touchline = new Touchline(folder, settings);
  try {
    await touchline.start();
    const slugs = await touchline.makeLinks(plan.links);
    say(`${log}: ${plan.rate} clicks a second for ${plan.seconds} s …`);
    const watch = new Watch(touchline.config);
    const load = new ClickLoad(touchline.config.TOUCHLINE_TRACKER_PORT, slugs);
    await load.run({ rate: plan.rate, seconds: WARM_UP_SECONDS });
    const from_ms = Date.now();
    await load.run(plan);
    const seen = await watch.until(load.answered);
    const ages = agesOf(seen, from_ms);
    return {
      log,
      ...summarize(ages),
      late_sends: load.late,
      answered: load.answered,
      failed: load.failed,
      lost: load.answered - seen.rows.length,
      linger: touchline.linger(),
    };
  } finally {
    await touchline.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const measures = [];
if (values.log !== 'kafka') measures.push(await measure('local', {}));
if (values.log !== 'local') {
  const reason = await whyNoBroker();
  if (reason === undefined) {
    const broker = await startBroker();
    try {
      measures.push(await measure('kafka', { KAFKA_BROKERS: broker.brokers.join(',') }));
    } finally {
      await broker.stop();
    }
  } else say(`kafka skipped: ${reason}`);
}
if (values.json) process.stdout.write(`${JSON.stringify({ plan, measures }, null, 2)}\n`);
else printReport(plan, measures);
process.exitCode = measures.every(({ lost, failed }) => lost === 0 && failed === 0) ? 0 : 1;
