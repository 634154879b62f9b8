import { type Analysis, prepareAnalysis } from '@touchline/incrementality';
import type { Effect, Experiment } from '../result.js';
import { tableOf } from '../table.js';
import type { LotteryView } from '../views.js';

/** A unit that was drawn, and the one figure it is judged by. */
export interface DrawnUnit {
  readonly unit: string;
  readonly arm: string;
  readonly stratum: string;
  readonly outcome: number;
}

interface LotteryAnalysis extends Analysis {
  readonly assignments: { readonly counted: number; readonly exact: boolean; readonly smallest_possible_p: number };
}

export interface LotteryFound {
  readonly analysis: LotteryAnalysis;
  readonly effect: Pick<Effect, 'estimate' | 'interval' | 'standard_error'>;
  readonly view: LotteryView;
}

/**
 * The effect against every assignment that the lottery could have dealt, within the strata it was drawn in.
 * @throws InputError when an arm has no unit
 */
export function lotteryTest(units: readonly DrawnUnit[], treated: string, { alpha }: Pick<Experiment, 'alpha'>): LotteryFound {
  const kind = kindOf(units, treated);
  const table = tableOf({
    unit: units.map(({ unit }) => unit),
    assigned: units.map(({ arm }) => (arm === treated ? 1 : 0)),
    outcome: units.map(({ outcome }) => outcome),
    stratum: units.map(({ stratum }) => stratum),
  });
  const columns = { unit: 'unit', assigned: 'assigned', outcome: 'outcome', ...(kind === 'complete' ? {} : { stratum: 'stratum' }) };
  const analysis = prepareAnalysis({ design: 'permutation', csv: 'units', columns, assignment: kind, alpha }).run(table) as LotteryAnalysis;
  return foundIn(analysis, kind, units);
}

/** A unit at a step: before it is switched on, or after. */
export interface WedgeCell extends DrawnUnit {
  readonly step: number;
  readonly on: boolean;
}

/** The order in which units were switched on, against every order that the lottery could have dealt. @throws InputError */
export function wedgeTest(cells: readonly WedgeCell[], { alpha }: Pick<Experiment, 'alpha'>): LotteryFound {
  const table = tableOf({
    unit: cells.map(({ unit }) => unit),
    time: cells.map(({ step }) => step),
    assigned: cells.map(({ on }) => (on ? 1 : 0)),
    outcome: cells.map(({ outcome }) => outcome),
    stratum: cells.map(({ stratum }) => stratum),
  });
  const stratified = new Set(cells.map(({ stratum }) => stratum)).size > 1;
  const columns = { unit: 'unit', assigned: 'assigned', outcome: 'outcome', time: 'time', ...(stratified ? { stratum: 'stratum' } : {}) };
  const analysis = prepareAnalysis({ design: 'permutation', csv: 'units', columns, assignment: 'stepped_wedge', alpha }).run(table) as LotteryAnalysis;
  return foundIn(analysis, 'stepped_wedge', cells);
}

function foundIn(analysis: LotteryAnalysis, kind: LotteryView['kind'], units: readonly DrawnUnit[]): LotteryFound {
  const { estimate = null, interval = null, assignments } = analysis;
  const view = {
    kind,
    assignments: assignments.counted,
    exact: assignments.exact,
    smallest_possible_p: assignments.smallest_possible_p,
    units: units.map(({ unit, arm, stratum, outcome }) => ({ unit, arm, stratum, outcome })),
    steps: [],
  };
  return { analysis, effect: { estimate, interval, standard_error: null }, view };
}

/** As it was drawn: strata tell. */
function kindOf(units: readonly DrawnUnit[], treated: string): 'complete' | 'stratified' | 'matched_pairs' {
  const strata = new Map<string, DrawnUnit[]>();
  for (const unit of units) strata.set(unit.stratum, [...(strata.get(unit.stratum) ?? []), unit]);
  if (strata.size < 2) return 'complete';
  const paired = [...strata.values()].every((pair) => pair.length === 2 && pair.filter(({ arm }) => arm === treated).length === 1);
  return paired ? 'matched_pairs' : 'stratified';
}
