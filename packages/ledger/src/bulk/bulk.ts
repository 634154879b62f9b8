import { FITTED_MODELS, MODELS } from '@touchline/attribution';
import type { Warehouse } from '@touchline/warehouse';
import { batchesOf } from '../batches.js';
import type { Owners } from '../owners.js';
import { exponentOf, type Policy } from '../policy.js';
import { listOf, namesOf, type RunModels } from '../run-models.js';
import type { RunIdentity } from '../run-writer.js';
import { BULK } from '../sql.js';
import { type Bucket, bucketsOf } from './buckets.js';
import { type OwnerRow, ownerRows } from './owner-rows.js';

/** What a run lays out for itself in the warehouse. */
const SCRATCH = ['run_owners', 'run_orders', 'run_odd_persons', 'run_targets', 'run_lines', 'run_changes', 'run_chain'] as const;

/** Every model, in the order of the numbers SQL knows them by. */
const LEDGER_MODELS = [...MODELS, ...FITTED_MODELS];

/** What one touch of a bucket takes at the peak, with everything beside it. */
const BYTES_PER_TOUCH = 160;
/** Who has this many orders may be too much for a bucket. */
const ORDERS_MANY = 8;
/** Whose touches and orders make more pairs than this share of a bucket is credited one order after the other. */
const PAIRS_SHARE_MAX = 1 / 8;
/** Money above this, in minor units of either currency, is counted outside SQL, where it is checked digit by digit. */
const AMOUNT_MINOR_MAX = 1e15;
const OWNERS_AT_ONCE = 20_000;

export interface BulkRun extends RunIdentity {
  readonly warehouse: Warehouse;
  readonly policy: Policy;
  readonly models: RunModels;
  readonly owners: Owners;
  /** Instants of the first and the last order. */
  readonly first_ms: number;
  readonly last_ms: number;
  /** About how much memory the warehouse may take for it. */
  readonly memory_bytes: number;
  /** Nothing stands in the ledger yet, so there is nothing to compare. */
  readonly fresh: boolean;
}

/**
 * Credits every order of a workspace inside the warehouse, bucket of time by bucket: the same lines, to the last unit, that
 * `creditLines` and `ledgerDifference` give for each. @returns persons who were left out, to be credited one by one
 */
export async function creditInBulk(run: BulkRun): Promise<BulkReport> {
  return withScratch(run, async () => {
    const buckets = await layOut(run);
    return creditBuckets(run, buckets);
  });
}

export interface BulkReport {
  readonly odd_persons: readonly string[];
  readonly lines_written: number;
}

/** What is laid out for a run is removed when the work is done, or by a run of another day. */
export async function withScratch<T>(run: BulkRun, work: () => Promise<T>): Promise<T> {
  await removeLeftovers(run.warehouse);
  try {
    return await work();
  } finally {
    for (const table of SCRATCH) await removePart(run, table).catch(() => undefined);
  }
}

/** Credits what is laid out. */
export async function creditBuckets(run: BulkRun, buckets: readonly Bucket[]): Promise<BulkReport> {
  for (const bucket of buckets) await creditBucket(run, bucket);
  const [written] = await run.warehouse.query<{ lines: number | string }>(BULK.written, { workspace_id: run.workspace_id, run_id: run.run_id });
  return { odd_persons: await oddPersons(run), lines_written: Number(written?.lines ?? 0) };
}

/** Who is credited one by one. */
export async function oddPersons({ warehouse, run_id }: BulkRun): Promise<string[]> {
  const odd = await warehouse.query<{ person_id: string }>(BULK.odd, { run_id });
  return odd.map(({ person_id }) => person_id);
}

/** Whose touches are whose, with what the fitted models make of them. */
export async function layOutOwners(run: BulkRun, owners: readonly OwnerRow[]): Promise<void> {
  await removePart(run, 'run_owners');
  for (const rows of batchesOf(owners, OWNERS_AT_ONCE)) await run.warehouse.insertRows('run_owners', rows);
}

interface SizeRow {
  readonly hours: readonly [hour_ms: number | string, orders: number | string][];
  readonly clicks: number | string;
  readonly currencies: readonly string[];
}

/** Owners, orders and what touches could be whose, by bucket. */
export async function layOut(run: BulkRun): Promise<Bucket[]> {
  const { warehouse, workspace_id, run_id, policy } = run;
  const [size] = await warehouse.query<SizeRow>(BULK.size, { workspace_id, from_ms: run.first_ms - policy.click_window_ms, to_ms: run.last_ms });
  const hours = (size?.hours ?? []).map(([hour_ms, orders]) => ({ hour_ms: Number(hour_ms), orders: Number(orders) }));
  const buckets = bucketsOf(hours, { touches: Number(size?.clicks ?? 0), touches_max: touchesMax(run) });
  const exponents = Object.fromEntries([policy.currency, ...(size?.currencies ?? [])].map((currency) => [currency, exponentOf(currency)]));
  await layOutOwners(run, ownerRows(run.owners, run_id, run.models.fitted));
  const parameters = { workspace_id, run_id, spill_bytes: spillBytes(run) };
  const begins_ms = buckets.map(({ begin_ms }) => begin_ms);
  await warehouse.command(BULK.orders, { ...parameters, begins_ms, currency: policy.currency, exponents, amount_max: AMOUNT_MINOR_MAX });
  await warehouse.command(BULK.odd_persons, { ...parameters, orders_many: ORDERS_MANY, pairs_max: Math.ceil(touchesMax(run) * PAIRS_SHARE_MAX) });
  await warehouse.command(BULK.targets, parameters);
  return buckets;
}

async function creditBucket(run: BulkRun, bucket: Bucket): Promise<void> {
  const { warehouse, knowledge_ms, fresh } = run;
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
  await warehouse.command(BULK.lines, parameters);
  await warehouse.command(BULK.refunds, parameters);
  if (fresh) return;
  await warehouse.command(BULK.changes, parameters);
  await warehouse.command(BULK.append, parameters);
  for (const table of ['run_lines', 'run_changes']) await removePart(run, table);
}

/** What the statements over the journeys of one bucket ask for. */
export function bucketParameters(run: BulkRun, { bucket, begin_ms, end_ms }: Bucket): Readonly<Record<string, unknown>> {
  const { workspace_id, run_id, policy } = run;
  // Clicks that may count for any order of the bucket.
  const range = { from_ms: begin_ms - policy.click_window_ms, to_ms: end_ms };
  return { workspace_id, run_id, bucket, ...policy, ...range, spill_bytes: spillBytes(run) };
}

/** As many touches as the memory has room for. */
export function touchesMax({ memory_bytes }: BulkRun): number {
  return memory_bytes / BYTES_PER_TOUCH;
}

/** What an aggregation may hold before it goes to the disk. */
export function spillBytes({ memory_bytes }: BulkRun): number {
  return Math.ceil(memory_bytes / 2);
}

async function removeLeftovers(warehouse: Warehouse): Promise<void> {
  for (const table of SCRATCH) {
    for (const { run } of await warehouse.query<{ run: string }>(BULK.leftovers, { table })) await removePart({ warehouse, run_id: run }, table);
  }
}

function removePart({ warehouse, run_id }: Pick<BulkRun, 'warehouse' | 'run_id'>, table: string): Promise<void> {
  return warehouse.command('ALTER TABLE {table:Identifier} DROP PARTITION {run_id:UUID}', { table, run_id });
}
