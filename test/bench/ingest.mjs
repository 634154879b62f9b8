// Clicks a second from Kafka into ClickHouse: one ingestor beside ClickHouse's own Kafka table engine.
//
//   npm run bench -- ingest [--json] [--events 2000000] [--rounds 2] [--consumers 2] [--block 65536] [--only ours|engine]
//
// Both sides in one run: the same topic of four partitions on the same real broker, the same definition of the table, in turn
// A B A B, each into a ClickHouse that was just started for it on a folder of its own. The events are the tracker's: a real tracker
// takes some thousand requests, and every event is one of its clicks with an id, an instant and a visitor of its own.
//
// Traps, so that nobody reads more into the numbers than they say:
// - The engine only moves. It records no ranges, so a crash at the wrong moment doubles a block (I2); one bad record stops its
//   partition; it knows no versions. The ingestor plans, inserts under tokens, files rejects, counts and answers for its health.
// - The engine runs at the best of the settings that were tried: two consumers, a thread each, blocks of 65,536 rows. Blocks of 16,384 and
//   of 500,000 were slower, one consumer took a twentieth less processor time at half the rate (`--consumers`, `--block` try others).
// - ClickHouse is the local one, with its configuration on both sides: parts are synced, and merged ten at a time.
// - The clock runs from the moment the consumer group has its partitions to the last row that can be counted. Processor time runs from
//   the birth of the ingestor, or the making of the engine's view, until the last merge of parts has ended: who writes smaller parts
//   pays for their merging here. Kafka's own share is told apart, and is in neither.
// - The broker, ClickHouse and the ingestor share the machine's cores, as on a laptop. With a core for each the ingestor's rate is
//   bounded by ClickHouse's, and the ratio of processor time, not of rates, is what stays.
// - Instants, ids and visitors are new for each click; links, hosts and user agents repeat as they do in reality. All clicks are of one
//   month: an insert over many months writes many parts, on both sides.
// - Other work on the machine makes the rates worth nothing; processor time suffers less.
import { mkdtempSync, rmSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBroker, whyNoBroker } from '@touchline/kafka-broker';
import { readOptions } from '../../infra/scripts/options.mjs';
import { trackedClicks } from './ingest/clicks.mjs';
import { fillTopic } from './ingest/fill.mjs';
import { measureSide } from './ingest/measure.mjs';
import { printReport, summarize } from './ingest/report.mjs';

const values = readOptions(fileURLToPath(import.meta.url), {
  json: { type: 'boolean', default: false },
  events: { type: 'string', default: '2000000' },
  rounds: { type: 'string', default: '2' },
  consumers: { type: 'string', default: '2' },
  block: { type: 'string', default: '65536' },
  only: { type: 'string', default: 'ours,engine' },
});
const plan = { events: Number(values.events), rounds: Number(values.rounds), consumers: Number(values.consumers), block_rows: Number(values.block) };
const sides = values.only.split(',');

const say = (line) => process.stderr.write(`${line}\n`);

const reason = platform() === 'linux' ? await whyNoBroker() : 'processor time and memory are read from /proc';
if (reason !== undefined) {
  say(`skipped: ${reason}`);
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'touchline-bench-'));
let broker;
try {
  say('taking clicks with the tracker …');
  const texts = await trackedClicks(folder);
  broker = await startBroker();
  const bytes = await fillTopic(broker.brokers, texts, { events: plan.events, onProgress: (made) => made % 200_000 === 0 && say(`${made} clicks in Kafka`) });
  const measures = [];
  for (let round = 1; round <= plan.rounds; round += 1) {
    for (const side of sides) {
      const measure = await measureSide(side, { ...plan, folder, broker, name: `${side}_${round}` });
      measures.push(measure);
      say(`round ${round}/${plan.rounds} ${side}: ${Math.round(measure.events_per_second)} events/s`);
    }
  }
  const report = summarize(plan, bytes, measures);
  if (values.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else printReport(report);
  process.exitCode = report.rows.isWhole && report.rows.isEqual ? 0 : 1;
} finally {
  await broker?.stop();
  rmSync(folder, { recursive: true, force: true });
}
