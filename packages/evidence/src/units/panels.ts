import { type Panel, syntheticFit } from '@touchline/incrementality';
import type { Experiment } from '../result.js';
import type { SeriesPanel } from '../views.js';
import { meanOf, meanSeries, type UnitSeries } from './sides.js';

/** Small charts beside the one over all. */
const PANELS_MAX = 12;
/** Days drawn; of more before the start the last are. */
const POINTS_MAX = 180;

export interface Focused {
  readonly focal: readonly UnitSeries[];
  readonly donors: readonly UnitSeries[];
  readonly days: readonly string[];
  readonly pres: number;
}

/** The focal units and the donors as the estimators of markets take them. */
function panelFor({ focal, donors, days, pres }: Focused): Panel {
  return {
    times: [...days],
    pres,
    treated: focal.map(({ name }) => name),
    donors: donors.map(({ name }) => name),
    treatedSeries: focal.map(({ values }) => values),
    donorSeries: donors.map(({ values }) => values),
  };
}

/** Actual against what the others foretell: of all focal units together, then of each. @param expected of all together, where the estimator tells it */
export function panelsOf(focused: Focused, method: Experiment['method'], expected?: readonly number[]): SeriesPanel[] {
  const { focal, days } = focused;
  const together = focal.length === 1 ? (focal[0]?.name ?? '') : `all ${focal.length} together`;
  const all: UnitSeries = { name: together, stratum: '', values: meanSeries(focal, days.length) };
  const first = drawn(focused, all, expected ?? (method.startsWith('synthetic') ? synthetic(focused, all) : shifted(focused, all)));
  if (focal.length === 1) return [first];
  return [first, ...focal.slice(0, PANELS_MAX).map((unit) => drawn(focused, unit, synthetic(focused, unit)))];
}

/** By synthetic control, which follows a single market best. */
function synthetic(focused: Focused, unit: UnitSeries): number[] {
  if (focused.donors.length < 2 || focused.pres < 2) return shifted(focused, unit);
  const { gaps } = syntheticFit(panelFor({ ...focused, focal: [unit] }), 'simplex');
  return unit.values.map((value, day) => value - (gaps[day] ?? 0));
}

/** What the donors' mean foretells, shifted to the unit's own level before; nothing where there is no before. */
function shifted({ donors, days, pres }: Focused, unit: UnitSeries): number[] {
  if (donors.length === 0 || pres === 0) return [];
  const mean = meanSeries(donors, days.length);
  const shift = meanOf(unit.values.slice(0, pres)) - meanOf(mean.slice(0, pres));
  return mean.map((value) => value + shift);
}

function drawn({ days, pres }: Focused, { name, values }: UnitSeries, expected: readonly number[]): SeriesPanel {
  const from = Math.max(0, Math.min(pres, days.length - POINTS_MAX));
  const points = days.map((day, at) => ({ day, actual: values[at] ?? 0, expected: expected[at] ?? null }));
  return { name, points: points.slice(from, from + POINTS_MAX) };
}
