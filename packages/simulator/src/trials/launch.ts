import { DAY_MS, isoInstant } from '../instants.js';
import type { Market } from '../market.js';
import { Random } from '../random.js';

const SEED = 43;
/** The treated one first; with the others there are enough to be ranked among for a 95 % interval. */
const MARKETS =
  'Vienna,Zurich,Basel,Graz,Linz,Salzburg,Berlin,Hamburg,Munich,Cologne,Frankfurt,Stuttgart,Leipzig,Bremen,Dresden,Hanover,Nuremberg,Essen,Bonn,Kiel,Mainz,Ulm'.split(
    ',',
  );
const BEFORE_DAYS = 56;
const RAN_DAYS = 28;
/** From the planned end to the market's end, so that the last day had time to be reported. */
const OVER_DAYS = 3;
/** Of the smallest, and how much the next larger one has more; the treated one lies amid the others. */
const LEVEL_LEAST_MINOR = 55_000;
const LEVEL_STEP_MINOR = 4_000;
const [PLACE_FIRST, PLACE_STEP] = [9, 7];
/** Of a day's level: what all markets share, and what is a market's own. */
const SHARED_SIGMA = 0.02;
const OWN_SIGMA = 0.025;
const WEEKDAYS = [1.08, 0.97, 0.94, 0.95, 0.99, 1.04, 1.12];
/** How much of yesterday's common mood is left today. */
const MOOD_KEPT = 0.8;
const EFFECT = 0.11;
const METRIC = 'shop revenue';

/** A launch in one market that was chosen, beside markets that went on as before; its true effect is known. */
export interface Launch {
  /** As `POST /v1/experiments` takes it, written down before it began. */
  readonly experiment: { readonly id: string } & Readonly<Record<string, unknown>>;
  readonly written_at: string;
  readonly started_at: string;
  /** As `POST /v1/events` takes them: which market was treated, then what every market reported of every day. */
  readonly events: readonly object[];
  /** Of the treated market's days: what there was beyond what there would have been, as a share of it. Never sent. */
  readonly truth: { readonly lift: number };
}

/** Pure: the same market gives the same launch. */
export function demoLaunch(market: Market, { currency }: { readonly currency: string }): Launch {
  const end_ms = Math.floor(Date.parse(market.end) / DAY_MS) * DAY_MS;
  const planned_end_ms = end_ms - OVER_DAYS * DAY_MS;
  const start_ms = planned_end_ms - RAN_DAYS * DAY_MS;
  const id = 'vienna-launch';
  const [treated = ''] = MARKETS;
  return {
    experiment: {
      id,
      name: 'Launch in Vienna (simulated)',
      notes: 'Simulated: every figure of it is made up, and its true effect is known to the simulator alone.',
      design: 'market_switch_on',
      method: 'synthetic_control',
      scope: { geos: MARKETS },
      metric: { kind: 'geo_outcome', name: METRIC },
      planned_end: isoInstant(planned_end_ms),
      salt: `salt of the simulated launch ${id}`,
    },
    written_at: isoInstant(start_ms - DAY_MS),
    started_at: isoInstant(start_ms),
    events: [
      { type: 'experiment_assigned', experiment_id: id, unit_id: treated, arm: 'treated', occurred_at: isoInstant(start_ms), source: 'simulator' },
      ...figures({ start_ms, treated, currency }),
    ],
    truth: { lift: EFFECT },
  };
}

interface Told {
  readonly start_ms: number;
  readonly treated: string;
  readonly currency: string;
}

/** Day by day, every market by a level of its own, in a mood they share. */
function figures({ start_ms, treated, currency }: Told): object[] {
  const random = Random.fromSeed(SEED);
  // The first draws of a small seed are far from random; a stream away they are.
  random.split();
  const size = (place: number) => (PLACE_STEP * place + PLACE_FIRST) % MARKETS.length;
  const levels = MARKETS.map((geo_id, place) => ({ geo_id, level: LEVEL_LEAST_MINOR + LEVEL_STEP_MINOR * size(place) }));
  let mood = 0;
  return Array.from({ length: BEFORE_DAYS + RAN_DAYS }, (_, place) => place - BEFORE_DAYS).flatMap((day) => {
    const day_ms = start_ms + day * DAY_MS;
    mood = MOOD_KEPT * mood + SHARED_SIGMA * random.normal();
    const common = (WEEKDAYS[new Date(day_ms).getUTCDay()] ?? 1) * Math.exp(mood);
    return levels.map(({ geo_id, level }) => {
      const without = level * common * Math.exp(OWN_SIGMA * random.normal());
      const value = Math.round(without * (geo_id === treated && day >= 0 ? 1 + EFFECT : 1));
      const told = { geo_id, day: isoInstant(day_ms).slice(0, 10), metric: METRIC, value, currency };
      return { type: 'geo_outcome', ...told, occurred_at: isoInstant(day_ms + DAY_MS), source: 'simulator' };
    });
  });
}
