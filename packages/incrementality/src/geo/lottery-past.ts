import type { PastTrial } from './lottery-play.js';
import type { Window } from './market-plan.js';
import type { Draws } from './random.js';
import { meanOfRange, sumOfRange } from './ranges.js';

/** How a lottery that is planned would be drawn. */
export interface LotteryShape {
  readonly of: 'units' | 'steps' | 'weeks';
  /** Share of units that are treated; of steps meaningless. */
  readonly treated_share: number;
  /** Neighbours by what they did before, one of each two. */
  readonly matched: boolean;
  readonly steps: number;
}

export interface PastUnit {
  readonly name: string;
  readonly series: readonly number[];
}

/** Fewer times before tell no level; then units are judged as they are. */
export const PRES_LEAST = 7;

/** A lottery over units or steps on a stretch of their past, `size` of them drawn from all. */
export function trialOfUnits(
  units: readonly PastUnit[],
  window: Window,
  { shape, size, draws }: { shape: LotteryShape; size: number; draws: Draws },
): PastTrial {
  const chosen = size >= units.length ? [...units] : draws.shuffled(units).slice(0, size);
  if (shape.of === 'steps') return wedge(chosen, window, shape);
  const ordered = shape.matched
    ? [...chosen].sort((one, other) => sumOfRange(one.series, [0, window.from]) - sumOfRange(other.series, [0, window.from]))
    : chosen;
  const outcomes = ordered.map(({ series }) => sumOfRange(series, [window.from, window.to]));
  return halves(outcomes, shape);
}

/** Weeks in a row, each a unit; neighbours are matched. */
export function trialOfWeeks(series: readonly number[], { from, to }: Window, shape: LotteryShape): PastTrial {
  return halves(series.slice(from, to), shape);
}

function halves(outcomes: readonly number[], { matched, treated_share }: LotteryShape): PastTrial {
  const count = matched ? outcomes.length - (outcomes.length % 2) : outcomes.length;
  const on = Math.min(count - 1, Math.max(1, Math.round(count * treated_share)));
  const places = Array.from({ length: count }, (_, place) => place);
  return {
    labels: places.map((place) => (matched ? place % 2 : Number(place < on))),
    blocks: matched ? Array.from({ length: count / 2 }, (_, pair) => [2 * pair, 2 * pair + 1]) : [places],
    cells: places.map((unit) => ({ unit, stratum: matched ? Math.floor(unit / 2) : 0, outcome: outcomes[unit] ?? 0, level: outcomes[unit] ?? 0 })),
    treated: (labels, place) => labels[place] === 1,
    weighing: 'size',
  };
}

/** A unit's label is the step it is switched on at; what it is judged by is its mean of a step, less that of before. */
function wedge(units: readonly PastUnit[], { from, to }: Window, { steps }: LotteryShape): PastTrial {
  const length = (to - from) / steps;
  const bounds = Array.from({ length: steps }, (_, step) => [from + Math.round(step * length), from + Math.round((step + 1) * length)] as const);
  const cells = units.flatMap(({ series }, unit) => {
    const before = from < PRES_LEAST ? 0 : meanOfRange(series, [0, from]);
    return bounds.map((range, stratum) => {
      const level = meanOfRange(series, range);
      return { unit, stratum, level, outcome: level - before };
    });
  });
  return {
    labels: units.map((_, unit) => unit % steps),
    blocks: [units.map((_, unit) => unit)],
    cells,
    treated: (labels, place) => (cells[place]?.stratum ?? 0) >= (labels[cells[place]?.unit ?? 0] ?? 0),
    weighing: 'information',
  };
}
