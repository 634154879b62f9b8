import type { JourneyPath, JourneysAnswer } from '../../attribution-answers.js';
import type { Numeric } from '../../reader.js';
import { base, heading, ledgerSql, type ReportContext } from '../context.js';
import { namesOf } from '../orders.js';
import { identityOf } from './models.js';

const PATHS_MAX = 50;
/** More steps of one path are counted and not named. */
const STEPS_MAX = 8;
/** Longer journeys stand together. */
const LENGTH_MAX = 8;
/** A first click longer ago is out of every window a workspace may set. */
const LOOKBACK_DAYS = 400;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface PathRow {
  readonly steps: readonly string[];
  readonly touches: Numeric;
  readonly orders: Numeric;
  readonly revenue_minor: Numeric;
  readonly paths: Numeric;
}

interface LengthRow {
  readonly touches_up_to: Numeric;
  readonly orders: Numeric;
  readonly revenue_minor: Numeric;
  readonly touches_max: Numeric;
}

type Bucket = 'hour' | 'day' | 'three_days' | 'week' | 'fortnight' | 'longer';
type TimesRow = Readonly<Record<Bucket | 'median_ms' | 'ninety_ms', Numeric | null>>;

const BUCKETS: readonly (readonly [Bucket, below_ms: number | null])[] = [
  ['hour', HOUR_MS],
  ['day', DAY_MS],
  ['three_days', 3 * DAY_MS],
  ['week', 7 * DAY_MS],
  ['fortnight', 14 * DAY_MS],
  ['longer', null],
];

/** The ways people took to their orders, how long the ways were, and how long they took; of all or of those a creator was part of. */
export async function journeysReport(context: ReportContext, creator: string): Promise<JourneysAnswer> {
  const parameters = base(context, creator);
  const [paths, lengths, times] = await Promise.all([
    context.reader.query<PathRow>(ledgerSql(context, 'journey_paths'), { ...parameters, steps: STEPS_MAX, limit: PATHS_MAX }),
    context.reader.query<LengthRow>(ledgerSql(context, 'journey_lengths'), { ...parameters, longest: LENGTH_MAX }),
    context.reader.query<TimesRow>(ledgerSql(context, 'journey_times'), { ...parameters, lookback_days: LOOKBACK_DAYS }),
  ]);
  const names = await namesOf(context, [...new Set(paths.flatMap(({ steps }) => steps))]);
  return {
    ...heading(context),
    creator,
    steps_max: STEPS_MAX,
    paths: paths.map(
      ({ steps, touches, orders, revenue_minor }): JourneyPath => ({
        steps: steps.map((id) => identityOf(names, id)),
        touches: Number(touches),
        orders: Number(orders),
        revenue_minor: Number(revenue_minor),
      }),
    ),
    paths_all: Number(paths[0]?.paths ?? 0),
    lengths: lengths.map((row) => ({ touches: Number(row.touches_up_to), orders: Number(row.orders), revenue_minor: Number(row.revenue_minor) })),
    touches_max: Math.max(0, ...lengths.map((row) => Number(row.touches_max))),
    ...timesOf(times[0]),
  };
}

function timesOf(row: TimesRow | undefined): Pick<JourneysAnswer, 'times' | 'median_ms' | 'ninety_ms'> {
  const times = BUCKETS.map(([bucket, below_ms]) => ({ below_ms, orders: Number(row?.[bucket] ?? 0) }));
  const known = times.some(({ orders }) => orders > 0);
  return { times, median_ms: known ? Number(row?.median_ms ?? 0) : null, ninety_ms: known ? Number(row?.ninety_ms ?? 0) : null };
}
