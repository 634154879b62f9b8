import { FITTED_MODELS, MODELS } from '@touchline/attribution';
import { inLanes } from '../lanes.js';
import { listOf, namesOf } from '../run-models.js';
import { BULK } from '../sql.js';
import { together } from '../together.js';
import type { Bucket } from './buckets.js';
import { type BulkRun, type Layout, layOut, layOutOwners, layOutTargets, oddPersons, runParameters, spillBytes, type Targets } from './layout.js';
import { removePart, withScratch } from './scratch.js';

/** Every model, in the order of the numbers SQL knows them by. */
const LEDGER_MODELS = [...MODELS, ...FITTED_MODELS];

/** Of a bucket that is credited alone: as many as the server has, and so many that write. */
const THREADS_ALL = 0;
const INSERT_THREADS = 2;

export interface BulkReport {
  /** Who was left out, to be credited one by one. */
  readonly odd_persons: readonly string[];
  readonly lines_written: number;
}

interface BulkRunReport extends BulkReport {
  readonly orders: number;
  /** What was laid out is gone; never throws. */
  readonly removed: Promise<unknown>;
}

/**
 * Credits every order of the affected persons inside the warehouse, bucket of time by bucket: the same lines, to the last unit, that
 * `creditLines` and `ledgerDifference` give for each.
 */
export async function creditInBulk(run: BulkRun): Promise<BulkRunReport> {
  const { worked, removed } = await withScratch(run, async () => {
    const owners = layOutOwners(run);
    const work = async () => {
      const layout = await layOut(run);
      // What stands of some persons' orders is looked up meanwhile.
      const targets = together(layOutTargets(run), owners).then(([found]) => found);
      const [report, { orders }] = await together(creditBuckets(run, layout, targets), targets);
      return { orders, ...report };
    };
    const [report] = await together(work(), owners);
    return report;
  });
  return { ...worked, removed };
}

/** Credits what is laid out, once the targets are, too. */
export async function creditBuckets(run: BulkRun, { buckets, lanes }: Layout, targets: Promise<Targets>): Promise<BulkReport> {
  let lines_written = 0;
  await inLanes(buckets, lanes, async (bucket) => {
    lines_written += await creditBucket(run, bucket, { targets, lanes, only: buckets.length === 1 });
  });
  // What was written straight into the ledger is counted there.
  if (run.fresh) lines_written = await linesOf(run, BULK.written);
  return { odd_persons: await oddPersons(run), lines_written };
}

interface Turn {
  readonly targets: Promise<Targets>;
  readonly lanes: number;
  /** There is no other bucket. */
  readonly only: boolean;
}

/** @returns how many lines it appended to a ledger in which something stood */
async function creditBucket(run: BulkRun, bucket: Bucket, { targets, lanes, only }: Turn): Promise<number> {
  const { warehouse, knowledge_ms, fresh, affected } = run;
  const { rules, fitted } = run.models;
  const parameters = {
    ...bucketParameters(run, bucket),
    knowledge_ms,
    // In the places SQL knows them by.
    models: LEDGER_MODELS.map(({ name }) => name),
    versions: LEDGER_MODELS.map(({ model_version }) => model_version),
    model_numbers: listOf(run.models).map(({ name }) => LEDGER_MODELS.findIndex((model) => model.name === name) + 1),
    compared: namesOf(run.models),
    rules,
    fitted: fitted.length > 0,
    target: fresh ? 'ledger_lines' : 'run_lines',
    ...(lanes === 1 ? { threads: THREADS_ALL, insert_threads: INSERT_THREADS } : { threads: 1, insert_threads: 1 }),
    block_bytes: Math.ceil(run.memory_bytes / 4 / Math.max(lanes, INSERT_THREADS)),
    spill_bytes: Math.ceil(spillBytes(run) / lanes),
  };
  const statement = linesStatement(run);
  const lay = async () => {
    const refunds = (await targets).refunded.has(bucket.bucket);
    await warehouse.command(statement, parameters);
    if (refunds) await warehouse.command(BULK.refunds, parameters);
  };
  if (fresh) {
    await lay();
    return 0;
  }
  const stand = () => warehouse.command(BULK.standing, parameters);
  // Of some persons there is memory for both at once.
  if (affected === undefined) await lay().then(stand);
  else await together(lay(), stand());
  await warehouse.command(BULK.changes, parameters);
  const [lines] = await together(linesOf(run, BULK.appended), warehouse.command(BULK.append, parameters));
  // Of the only bucket it goes with all the rest.
  if (!only) await Promise.all((['run_lines', 'run_standing', 'run_changes'] as const).map((table) => removePart(run, table)));
  return lines;
}

function linesStatement({ fresh, affected }: BulkRun): string {
  if (fresh) return BULK.first_lines;
  return affected === undefined ? BULK.lines : BULK.some_lines;
}

async function linesOf(run: BulkRun, statement: string): Promise<number> {
  const [counted] = await run.warehouse.query<{ lines: number | string }>(statement, runParameters(run));
  return Number(counted?.lines ?? 0);
}

/** What the statements over the journeys of one bucket ask for. */
export function bucketParameters(run: BulkRun, { bucket, begin_ms, end_ms }: Bucket): Readonly<Record<string, unknown>> {
  // Clicks that may count for any order of the bucket.
  const range = { from_ms: begin_ms - run.policy.click_window_ms, to_ms: end_ms };
  return { ...runParameters(run), bucket, ...run.policy, ...range, spill_bytes: spillBytes(run) };
}
