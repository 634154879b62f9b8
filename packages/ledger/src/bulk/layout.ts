import type { Warehouse } from '@touchline/warehouse';
import type { Affected } from '../affected.js';
import { batchesOf } from '../batches.js';
import type { Owners } from '../owners.js';
import { exponentOf, type Policy } from '../policy.js';
import type { RunIdentity } from '../run-identity.js';
import type { RunModels } from '../run-models.js';
import { BULK } from '../sql.js';
import { together } from '../together.js';
import { type Bucket, bucketsOf } from './buckets.js';
import { ownerRows } from './owner-rows.js';
import { removePart } from './scratch.js';

/** What one touch of a bucket takes at the peak, with everything beside it. */
const BYTES_PER_TOUCH = 160;
/** Who has this many orders may be too much for a bucket. */
const ORDERS_MANY = 8;
/** Whose touches and orders make more pairs than this share of a bucket is credited one order after the other. */
const PAIRS_SHARE_MAX = 1 / 8;
/** Money above this, in minor units of either currency, is counted outside SQL, where it is checked digit by digit. */
const AMOUNT_MINOR_MAX = 1e15;
/** So few persons' touches hardly ever take more room than a bucket has, and go to the disk where they do. */
const PERSONS_FEW = 2_000;
/** Half as many as the server has threads, as others want to be answered meanwhile; each bucket has its share of the memory. */
const LANES_MAX = 8;
const OWNERS_AT_ONCE = 20_000;
const PERSONS_AT_ONCE = 20_000;

export interface BulkRun extends RunIdentity {
  readonly warehouse: Warehouse;
  readonly policy: Policy;
  readonly models: RunModels;
  readonly owners: Owners;
  /** Whose orders are credited. */
  readonly affected: Affected;
  /** About how much memory the warehouse may take for it. */
  readonly memory_bytes: number;
  /** Nothing stands in the ledger yet, so there is nothing to compare. */
  readonly fresh: boolean;
}

/** What is laid out for a run to credit. */
export interface Layout {
  readonly buckets: readonly Bucket[];
  /** How many buckets are credited at a time, each by one thread; 1: one after the other, by all threads. */
  readonly lanes: number;
}

/** What there is to credit, once it is known which touches may count for which order. */
export interface Targets {
  readonly orders: number;
  /** Buckets in which something was refunded. */
  readonly refunded: ReadonlySet<number>;
}

/** Instants of whatever the warehouse holds. */
const ALL_TIME: Bucket = { bucket: 1, begin_ms: 0, end_ms: Date.UTC(2299, 11, 31) };
/** Below the instant of any order. */
const EVER_MS = -8_640_000_000_000_000;

interface SizeRow {
  readonly threads: number | string;
  readonly orders: number | string;
  readonly first_ms: number | string;
  readonly last_ms: number | string;
  readonly hours: readonly [hours_ms: readonly (number | string)[], orders: readonly (number | string)[]];
  readonly currencies: readonly string[];
}

interface BucketRow {
  readonly bucket: number;
  readonly orders: number | string;
  readonly refunded: number | string;
}

/** Identifiers, and orders by bucket. */
export async function layOut(run: BulkRun): Promise<Layout> {
  if (areFew(run.affected)) return layOutFew(run);
  await layOutMembers(run);
  const [size] = await run.warehouse.query<SizeRow>(BULK.size, runParameters(run));
  if (size === undefined || Number(size.orders) === 0) return { buckets: [], lanes: 1 };
  // What stands is compared in tables that the buckets of a run share.
  const lanes = run.fresh ? Math.max(1, Math.min(LANES_MAX, Math.floor(Number(size.threads) / 2))) : 1;
  const room = { touches: await clicksOf(run, size), touches_max: touchesMax(run) / lanes, lanes };
  // A ledger of some persons is few lines a month, however they are written.
  const buckets = bucketsOf(hoursOf(size), { ...room, across_months: run.affected !== undefined });
  const begins_ms = buckets.map(({ begin_ms }) => begin_ms);
  await layOutOrders(run, size.currencies, begins_ms);
  return { buckets, lanes };
}

/** Few persons' orders are one bucket, however many they are and whenever they were placed. */
async function layOutFew(run: BulkRun): Promise<Layout> {
  const [rows] = await together(run.warehouse.query<{ currency: string }>(BULK.currencies, runParameters(run)), layOutMembers(run));
  const currencies = rows.map(({ currency }) => currency);
  await layOutOrders(run, currencies, [EVER_MS]);
  return { buckets: [ALL_TIME], lanes: 1 };
}

async function layOutOrders(run: BulkRun, currencies: readonly string[], begins_ms: readonly number[]): Promise<void> {
  const { currency } = run.policy;
  const exponents = Object.fromEntries([currency, ...currencies].map((each) => [each, exponentOf(each)]));
  const parameters = { ...runParameters(run), begins_ms, currency, exponents, amount_max: AMOUNT_MINOR_MAX, spill_bytes: spillBytes(run) };
  await run.warehouse.command(run.affected === undefined ? BULK.orders : BULK.some_orders, parameters);
}

/** Who is credited one by one, and of everybody else whose touches may count for which order. */
export async function layOutTargets(run: BulkRun): Promise<Targets> {
  const { warehouse, affected } = run;
  const parameters = { ...runParameters(run), spill_bytes: spillBytes(run) };
  const pairs_max = Math.ceil(touchesMax(run) * PAIRS_SHARE_MAX);
  const statement = affected === undefined ? BULK.odd_persons : BULK.some_odd_persons;
  await warehouse.command(statement, { ...parameters, orders_many: ORDERS_MANY, pairs_max });
  const [buckets] = await together(warehouse.query<BucketRow>(BULK.orders_by_bucket, parameters), warehouse.command(BULK.targets, parameters));
  const orders = buckets.reduce((sum, bucket) => sum + Number(bucket.orders), 0);
  return { orders, refunded: new Set(buckets.filter(({ refunded }) => Number(refunded) > 0).map(({ bucket }) => bucket)) };
}

/** Whose touches are whose, with what the fitted models make of them. */
export async function layOutOwners(run: BulkRun): Promise<void> {
  const owners = ownerRows(run.owners, run.run_id, run.models.fitted);
  await removePart(run, 'run_owners');
  for (const rows of batchesOf(owners, OWNERS_AT_ONCE)) await run.warehouse.insertRows('run_owners', rows);
}

/** Who is credited one by one. */
export async function oddPersons({ warehouse, run_id }: BulkRun): Promise<string[]> {
  const odd = await warehouse.query<{ person_id: string }>(BULK.odd, { run_id });
  return odd.map(({ person_id }) => person_id);
}

/** What the statements of a run ask for. */
export function runParameters({ workspace_id, run_id, affected }: BulkRun): Readonly<Record<string, unknown>> {
  return { workspace_id, run_id, everybody: affected === undefined };
}

/** As many touches as the memory has room for. */
export function touchesMax({ memory_bytes }: BulkRun): number {
  return memory_bytes / BYTES_PER_TOUCH;
}

/** What an aggregation may hold before it goes to the disk. */
export function spillBytes({ memory_bytes }: BulkRun): number {
  return Math.ceil(memory_bytes / 2);
}

function areFew(affected: Affected): boolean {
  return affected !== undefined && affected.length <= PERSONS_FEW;
}

/** How many clicks there are to look at. */
async function clicksOf(run: BulkRun, { first_ms, last_ms }: SizeRow): Promise<number> {
  const { warehouse, workspace_id, run_id, policy, affected } = run;
  const range = { from_ms: Number(first_ms) - policy.click_window_ms, to_ms: Number(last_ms) };
  const [counted] =
    affected === undefined
      ? await warehouse.query<{ clicks: number | string }>(BULK.clicks_between, { workspace_id, ...range })
      : await warehouse.query<{ clicks: number | string }>(BULK.some_clicks, { workspace_id, run_id });
  return Number(counted?.clicks ?? 0);
}

async function layOutMembers(run: BulkRun): Promise<void> {
  const { warehouse, run_id, affected } = run;
  if (affected === undefined) return warehouse.command(BULK.members, runParameters(run));
  for (const persons of batchesOf(affected, PERSONS_AT_ONCE)) {
    await warehouse.insertRows(
      'run_affected',
      persons.map((person_id) => ({ run_id, person_id })),
    );
  }
  return warehouse.command(BULK.some_members, runParameters(run));
}

function hoursOf({ hours: [hours_ms, orders] }: SizeRow): { hour_ms: number; orders: number }[] {
  return hours_ms.map((hour_ms, place) => ({ hour_ms: Number(hour_ms), orders: Number(orders[place] ?? 0) }));
}
