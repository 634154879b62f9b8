import { FITTED_MODELS, MODELS } from '@touchline/attribution';
import { both } from '../both.js';
import { listOf, namesOf } from '../run-models.js';
import { BULK } from '../sql.js';
import type { Bucket } from './buckets.js';
import { type BulkRun, layOut, oddPersons, runParameters, spillBytes } from './layout.js';
import { removePart, withScratch } from './scratch.js';

/** Every model, in the order of the numbers SQL knows them by. */
const LEDGER_MODELS = [...MODELS, ...FITTED_MODELS];

export interface BulkReport {
  /** Who was left out, to be credited one by one. */
  readonly odd_persons: readonly string[];
  readonly lines_written: number;
}

/**
 * Credits every order of the affected persons inside the warehouse, bucket of time by bucket: the same lines, to the last unit, that
 * `creditLines` and `ledgerDifference` give for each.
 */
export async function creditInBulk(run: BulkRun): Promise<BulkReport & { readonly orders: number }> {
  return withScratch(run, async () => {
    const { orders, buckets } = await layOut(run);
    return { orders, ...(await creditBuckets(run, buckets)) };
  });
}

/** Credits what is laid out. */
export async function creditBuckets(run: BulkRun, buckets: readonly Bucket[]): Promise<BulkReport> {
  const refunded = await run.warehouse.query<{ bucket: number }>(BULK.refunded, runParameters(run));
  const refunds = new Set(refunded.map(({ bucket }) => bucket));
  let lines_written = 0;
  for (const bucket of buckets) lines_written += await creditBucket(run, bucket, refunds.has(bucket.bucket));
  // What was written straight into the ledger is counted there.
  if (run.fresh) lines_written = await linesOf(run, BULK.written);
  return { odd_persons: await oddPersons(run), lines_written };
}

/** @returns how many lines it appended to a ledger in which something stood */
async function creditBucket(run: BulkRun, bucket: Bucket, refunds: boolean): Promise<number> {
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
    block_bytes: Math.ceil(run.memory_bytes / 8),
  };
  const lay = async () => {
    await warehouse.command(BULK.lines, parameters);
    if (refunds) await warehouse.command(BULK.refunds, parameters);
  };
  if (fresh) {
    await lay();
    return 0;
  }
  const stand = () => warehouse.command(BULK.standing, parameters);
  // Of some persons there is memory for both at once.
  if (affected === undefined) await lay().then(stand);
  else await both(lay(), stand());
  await warehouse.command(BULK.changes, parameters);
  const lines = await linesOf(run, BULK.appended);
  await warehouse.command(BULK.append, parameters);
  await Promise.all((['run_lines', 'run_standing', 'run_changes'] as const).map((table) => removePart(run, table)));
  return lines;
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
