import { type Analysis, prepareAnalysis } from '@touchline/incrementality';
import type { Effect, Experiment } from '../result.js';
import { tableOf } from '../table.js';
import type { MarketView } from '../views.js';
import { type Focused, panelsOf } from './panels.js';
import { meanSeries, type UnitSeries } from './sides.js';

/** What the designs on markets over time answer beside the common keys. */
interface MarketAnalysis extends Analysis {
  readonly weights?: Readonly<Record<string, number>>;
  readonly unit_weights?: Readonly<Record<string, number>>;
  readonly effective_donors?: number;
  readonly gap?: readonly { readonly synthetic: number }[];
  readonly placebo_in_space?: MarketView['placebo_in_space'];
  readonly placebo_in_time?: MarketView['placebo_in_time'];
  readonly conformal_p?: MarketView['conformal_p'];
  readonly intercept?: number;
  readonly slope?: number;
}

export interface MarketFound {
  readonly analysis: MarketAnalysis;
  /** Per market and day, of the focal markets, on the absolute scale. */
  readonly effect: Pick<Effect, 'estimate' | 'interval' | 'standard_error'>;
  readonly view: Omit<MarketView, 'focus'>;
}

const WEIGHTS_SHOWN = 12;
/** Weights below are none that anybody would want to read. */
const WEIGHT_LEAST = 0.001;

/**
 * Focal markets against the others by a method of markets over time: did, synthetic_control, synthetic_did or tbr.
 * @throws InputError when the figures do not suffice
 */
export function marketsFound(focused: Focused, { method, alpha }: Pick<Experiment, 'method' | 'alpha'>): MarketFound {
  const analysis = method === 'tbr' ? timeBased(focused, alpha) : panelled(focused, { method, alpha });
  const { estimate = null, interval = null, standard_error = null } = analysis;
  const { focal, days, pres } = focused;
  // Time-based regression tells the sum over all markets and days.
  const parts = method === 'tbr' ? focal.length * (days.length - pres) : 1;
  const part = (value: number | null) => (value === null ? null : value / parts);
  return {
    analysis,
    effect: { estimate: part(estimate), interval: interval === null ? null : [part(interval[0]), part(interval[1])], standard_error: part(standard_error) },
    view: {
      from: days[pres] ?? '',
      panels: panelsOf(focused, method, expectedBy(analysis, focused)),
      weights: weightsOf(analysis),
      effective_donors: analysis.effective_donors ?? null,
      placebo_in_space: analysis.placebo_in_space ?? null,
      placebo_in_time: analysis.placebo_in_time ?? null,
      conformal_p: analysis.conformal_p ?? null,
    },
  };
}

function panelled({ focal, donors, days, pres }: Focused, { method, alpha }: Pick<Experiment, 'method' | 'alpha'>): MarketAnalysis {
  const units = [...focal, ...donors];
  const table = tableOf({
    unit: units.flatMap(({ name }) => days.map(() => name)),
    day: units.flatMap(() => [...days]),
    figure: units.flatMap(({ values }) => values),
  });
  const spec = {
    ...{ design: method, csv: 'figures', columns: { unit: 'unit', time: 'day', outcome: 'figure' }, alpha, treated: focal.map(({ name }) => name) },
    ...{ pre: [days[0], days[pres - 1]], post: [days[pres], days.at(-1)] },
  };
  return prepareAnalysis(spec).run(table) as MarketAnalysis;
}

function timeBased({ focal, donors, days, pres }: Focused, alpha: number): MarketAnalysis {
  const total = (units: readonly UnitSeries[]) => meanSeries(units, days.length).map((mean) => mean * units.length);
  const table = tableOf({ day: days, control: total(donors), treatment: total(focal) });
  const spec = {
    ...{ design: 'tbr', csv: 'figures', columns: { time: 'day', control: 'control', treatment: 'treatment' }, alpha },
    ...{ pre: [days[0], days[pres - 1]], test: [days[pres], days.at(-1)] },
  };
  return prepareAnalysis(spec).run(table) as MarketAnalysis;
}

/** Of the focal markets' mean, where the estimator itself tells it. */
function expectedBy({ gap, intercept, slope }: MarketAnalysis, { focal, donors, days }: Focused): number[] | undefined {
  if (gap !== undefined) return gap.map(({ synthetic }) => synthetic);
  if (intercept === undefined || slope === undefined) return undefined;
  return meanSeries(donors, days.length).map((mean) => (intercept + slope * mean * donors.length) / focal.length);
}

function weightsOf({ weights = {}, unit_weights = {} }: MarketAnalysis): MarketView['weights'] {
  return Object.entries({ ...weights, ...unit_weights })
    .filter(([, weight]) => Math.abs(weight) >= WEIGHT_LEAST)
    .sort(([one, left], [other, right]) => Math.abs(right) - Math.abs(left) || (one < other ? -1 : 1))
    .slice(0, WEIGHTS_SHOWN)
    .map(([market, weight]) => ({ market, weight }));
}
