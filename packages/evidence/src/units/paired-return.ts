import { InputError, prepareAnalysis } from '@touchline/incrementality';
import type { DailyFigures } from '@touchline/lift';
import { type Compared, emptyComparison, ofArm } from '../comparison.js';
import type { Effect, Experiment } from '../result.js';
import { meanOf, type Sides, type UnitSeries } from './sides.js';

/** As many as the estimator takes: its work grows with the cube. */
const PAIRS_MAX = 400;

interface Pair {
  readonly treated: UnitSeries;
  readonly control: UnitSeries;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * Randomised pairs of markets by trimmed match: the return on what was spent more in the treated market of each pair. A market's response
 * is what it did since, above its level before. @throws InputError where markets are no pairs, or no spend was told
 */
export function pairedReturn(
  { figures, alpha, experiment }: { readonly figures: DailyFigures; readonly alpha: number; readonly experiment: Experiment },
  sides: Sides,
): Compared {
  const { arm, against, pres } = sides;
  const pairs = pairsOf(sides);
  const spent = new Map(
    (figures.spend ?? []).map(({ name, values }) => [name, sum(values.slice(values.length - (sides.days.length - pres)).map((value) => value ?? 0))]),
  );
  const response = ({ values }: UnitSeries) => sum(values.slice(pres)) - (values.length - pres) * (pres === 0 ? 0 : meanOf(values.slice(0, pres)));
  const spend = ({ treated, control }: Pair) => (spent.get(treated.name) ?? 0) - (spent.get(control.name) ?? 0);
  if (pairs.every((pair) => spend(pair) === 0))
    throw new InputError('No spend was told of these markets: report it as `geo_outcome` with the metric `spend`.', 'metric');
  const spec = {
    design: 'trimmed_match',
    alpha,
    delta_response: pairs.map(({ treated, control }) => response(treated) - response(control)),
    delta_spend: pairs.map(spend),
  };
  const analysis = prepareAnalysis(spec).run();
  const { estimate = null, interval = null, standard_error = null, p = null } = analysis;
  const effect: Effect = { design: 'trimmed_match', method: '', scale: 'absolute', estimate, interval, standard_error, p, alpha };
  const in_money = figures.currencies.length > 0;
  const total = sum(pairs.map(spend));
  const figure = estimate === null ? null : { estimate, interval };
  const times = (value: number | null) => (value === null ? null : value * total);
  const revenue_minor =
    figure === null || !in_money
      ? null
      : { estimate: figure.estimate * total, interval: interval === null ? null : ([times(interval[0]), times(interval[1])] as const) };
  const incremental = experiment.design.startsWith('geo')
    ? { conversions: null, revenue_minor, cost_minor: total, iroas: figure, cost_per_conversion_minor: null }
    : null;
  return { comparison: { ...emptyComparison(arm, against), fixed: effect, incremental }, guards: analysis.guards.map((guard) => ofArm(arm, guard)) };
}

function pairsOf({ treated, control }: Sides): Pair[] {
  const byStratum = new Map(control.map((unit) => [unit.stratum, unit]));
  const pairs = treated.flatMap((unit) => {
    const other = byStratum.get(unit.stratum);
    return other === undefined || unit.stratum === '' ? [] : [{ treated: unit, control: other }];
  });
  if (pairs.length > PAIRS_MAX) throw new InputError(`${pairs.length} pairs, at most ${PAIRS_MAX} are matched.`, 'method');
  if (pairs.length < 3 || pairs.length !== treated.length || byStratum.size !== control.length)
    throw new InputError('Trimmed match is for markets drawn in matched pairs, three or more: draw them with --matched.', 'method');
  return pairs;
}
