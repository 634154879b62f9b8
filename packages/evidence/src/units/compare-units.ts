import { InputError } from '@touchline/incrementality';
import type { DailyFigures } from '@touchline/lift';
import { type Compared, emptyComparison, ofArm } from '../comparison.js';
import { type IncrementalContext, incrementalOf } from '../incremental.js';
import type { Effect, Experiment, JudgedGuard } from '../result.js';
import { adjustedCreators, drawnCreators, drawnMarkets, drawnWeeks } from './drawn-units.js';
import { type DrawnUnit, type LotteryFound, lotteryTest, wedgeTest } from './lottery-test.js';
import { marketsFound } from './market-methods.js';
import { pairedReturn } from './paired-return.js';
import { type Focused, panelsOf } from './panels.js';
import { onScale } from './share.js';
import { meanOf, type Sides, splitUnits, type UnitSeries } from './sides.js';
import { twoMeans } from './two-means.js';
import { wedgeCells, wedgeSteps } from './wedge.js';

interface Units {
  readonly experiment: Experiment;
  readonly figures: DailyFigures;
  /** α over the number of comparisons (Bonferroni). */
  readonly alpha: number;
  readonly context: IncrementalContext;
}

const OVER_TIME: ReadonlySet<Experiment['method']> = new Set(['did', 'synthetic_control', 'synthetic_did', 'tbr']);

/**
 * Markets, creators or weeks at the planned end. What cannot be analysed is a failed guard that says why, and never a number.
 */
export function compareUnits({ experiment, figures }: Pick<Units, 'experiment' | 'figures'>, context: IncrementalContext): Compared[] {
  const { sides } = splitUnits(experiment, figures);
  const treated = experiment.arms.map(({ name }) => name).filter((name) => name !== experiment.control_arm);
  const units = { experiment, figures, context, alpha: experiment.alpha };
  if (experiment.design === 'stepped_wedge') return [told(treated.join(' and '), experiment.control_arm, () => wedge(units, sides))];
  const each = { ...units, alpha: experiment.alpha / Math.max(1, treated.length) };
  if (experiment.unit === 'week') return treated.map((arm) => told(arm, experiment.control_arm, () => weeks(each, arm)));
  return sides.map((side) => told(side.arm, side.against, () => oneSide(each, side)));
}

function told(arm: string, against: string, compare: () => Compared): Compared {
  try {
    return compare();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { comparison: emptyComparison(arm, against), guards: [ofArm(arm, { name: 'figures_suffice', passed: false, detail: error.message })] };
  }
}

/** @throws InputError where there is nothing to compare */
function checkSide({ treated, control, days, pres, arm, against }: Sides, days_least: number): void {
  if (treated.length === 0) throw new InputError(`No unit of ${arm} has every day.`, 'units');
  if (control.length === 0) throw new InputError(`No unit is left to compare with as ${against}.`, 'units');
  if (days.length - pres < days_least)
    throw new InputError(`${days.length - pres} whole days lie after the start, at least ${days_least} are needed.`, 'planned_end');
}

/** Fewer days before tell no method of markets how they move together. */
const PRES_LEAST = 3;

function oneSide(units: Units, side: Sides): Compared {
  checkSide(side, 1);
  const { method, unit } = units.experiment;
  if (method === 'trimmed_match') return pairedReturn(units, side);
  if (OVER_TIME.has(method)) return overTime(units, side);
  if (unit === 'creator') return creators(units, side);
  return markets(units, side);
}

/** The arm with fewer markets stands in the focus: what it did against what the others foretell. Held-out markets show the effect with its sign turned. */
function overTime({ experiment, alpha, figures, context }: Units, side: Sides): Compared {
  const { arm, against, treated, control, days, pres } = side;
  if (pres < PRES_LEAST) throw new InputError(`${pres} days were told from before the start, at least ${PRES_LEAST} are needed.`, 'pre_period');
  const turned = control.length < treated.length && figures.units.some((unit) => unit.arm === against);
  const [focal, donors] = turned ? [control, treated] : [treated, control];
  const found = marketsFound({ focal, donors, days, pres }, { method: experiment.method, alpha });
  const absolute = turned ? negative(found.effect) : found.effect;
  const observed = { mean: meanOf(focal.map(({ values }) => meanOf(values.slice(pres)))), treated: !turned };
  const effect: Effect = { ...headOf(found.analysis, experiment, alpha), ...onScale(absolute, experiment.scale, observed) };
  const cells = treated.length * (days.length - pres);
  // Of held-out markets the share is carried over to the treated ones: they are not as large.
  const per_cell = turned ? carried(absolute, observed.mean, treated, pres) : absolute;
  const comparison = {
    ...emptyComparison(arm, against),
    fixed: effect,
    markets: { ...found.view, focus: turned ? against : arm },
    incremental: incrementalOf({ ...effect, ...per_cell, scale: 'absolute' }, cells, context),
  };
  return { comparison, guards: guardsOf(arm, found.analysis.guards) };
}

function negative({ estimate, interval, standard_error }: Pick<Effect, 'estimate' | 'interval' | 'standard_error'>) {
  const minus = (value: number | null) => (value === null ? null : -value);
  return { estimate: minus(estimate), interval: interval === null ? null : ([minus(interval[1]), minus(interval[0])] as const), standard_error };
}

/** An effect e on markets with Y a day is the share r = e/Y; of treated markets' T a day, T·r/(1 + r) is the treatment's. */
function carried(absolute: ReturnType<typeof negative>, without: number, treated: readonly UnitSeries[], pres: number): ReturnType<typeof negative> {
  const total = meanOf(treated.map(({ values }) => meanOf(values.slice(pres))));
  const over = (effect: number | null): number | null => (effect === null || without <= 0 || effect <= -without ? null : (total * effect) / (without + effect));
  return {
    estimate: over(absolute.estimate),
    interval: absolute.interval === null ? null : [over(absolute.interval[0]), over(absolute.interval[1])],
    standard_error: null,
  };
}

function headOf(
  { design, method = '', p = null }: LotteryFound['analysis'] | ReturnType<typeof marketsFound>['analysis'],
  { scale }: Experiment,
  alpha: number,
) {
  return { design, method, scale, p, alpha };
}

const guardsOf = (arm: string, guards: LotteryFound['analysis']['guards']): JudgedGuard[] => guards.map((guard) => ofArm(arm, guard));

function markets({ experiment, alpha, context }: Units, side: Sides): Compared {
  const { arm, against, treated, control, days, pres } = side;
  const found = lotteryTest(drawnMarkets(side), arm, { alpha });
  const observed = { mean: meanOf(treated.map(({ values }) => meanOf(values.slice(pres)))), treated: true };
  const focused: Focused = { focal: treated, donors: control, days, pres };
  const view = { from: days[pres] ?? '', focus: arm, panels: panelsOf(focused, experiment.method), weights: [], effective_donors: null };
  return {
    comparison: {
      ...emptyComparison(arm, against),
      fixed: { ...headOf(found.analysis, experiment, alpha), ...onScale(found.effect, experiment.scale, observed) },
      lottery: found.view,
      markets: { ...view, placebo_in_space: null, placebo_in_time: null, conformal_p: null },
      incremental: totalOf(found.effect, treated.length * (days.length - pres), { experiment, alpha, context }),
    },
    guards: guardsOf(arm, found.analysis.guards),
  };
}

function creators(units: Units, side: Sides): Compared {
  const adjusted = adjustedCreators(side);
  const compared = byLot(units, { arm: side.arm, against: side.against, drawn: drawnCreators(side) });
  if (adjusted === undefined || units.experiment.method !== 'permutation') return compared;
  const found = lotteryTest(adjusted, side.arm, units);
  const effect = {
    ...headOf(found.analysis, units.experiment, units.alpha),
    ...onScale(found.effect, units.experiment.scale, observedOf(drawnCreators(side), side.arm)),
  };
  return { ...compared, comparison: { ...compared.comparison, adjusted: { ...effect, method: `${effect.method}, adjusted` } } };
}

function weeks(units: Units, arm: string): Compared {
  const { experiment, figures } = units;
  const drawn = drawnWeeks(figures).filter((week) => week.arm === arm || week.arm === experiment.control_arm);
  return byLot(units, { arm, against: experiment.control_arm, drawn });
}

interface Drawn {
  readonly arm: string;
  readonly against: string;
  readonly drawn: readonly DrawnUnit[];
}

/** Creators or weeks by the method fixed beforehand: the draw itself, or Welch's t. */
function byLot({ experiment, alpha, context }: Units, { arm, against, drawn }: Drawn): Compared {
  const lottery = lotteryTest(drawn, arm, { alpha });
  const found = experiment.method === 'two_mean' ? twoMeans(drawn, arm, alpha) : lottery;
  const comparison = {
    ...emptyComparison(arm, against),
    fixed: { ...headOf(found.analysis, experiment, alpha), ...onScale(found.effect, experiment.scale, observedOf(drawn, arm)) },
    lottery: lottery.view,
    incremental: totalOf(found.effect, drawn.filter((unit) => unit.arm === arm).length, { experiment, alpha, context }),
  };
  return { comparison, guards: guardsOf(arm, found.analysis.guards) };
}

const observedOf = (drawn: readonly DrawnUnit[], arm: string) => ({
  mean: meanOf(drawn.filter((unit) => unit.arm === arm).map(({ outcome }) => outcome)),
  treated: true,
});

/** The order of switching on, all arms in one test. What each unit gains is per day once it is on. */
function wedge({ experiment, alpha, context }: Units, sides: readonly Sides[]): Compared {
  for (const side of sides) checkSide(side, experiment.arms.length);
  const cells = wedgeCells(experiment, sides);
  const found = wedgeTest(cells, { alpha });
  const [first] = sides;
  const arms = sides.map(({ arm }) => arm).join(' and ');
  const all = [...sides.flatMap(({ treated }) => treated), ...(first?.control ?? [])];
  const observed = { mean: meanOf(all.map(({ values }) => meanOf(values.slice(first?.pres ?? 0)))), treated: true };
  const days = (first?.days.length ?? 0) - (first?.pres ?? 0);
  const steps = experiment.arms.length;
  // Cells that are on: each unit from its step to the end.
  const on = (cells.filter((cell) => cell.on).length * days) / steps;
  const comparison = {
    ...emptyComparison(arms, experiment.control_arm),
    fixed: { ...headOf(found.analysis, experiment, alpha), ...onScale(found.effect, experiment.scale, observed) },
    lottery: { ...found.view, units: [], steps: wedgeSteps(experiment, sides, cells) },
    incremental: totalOf(found.effect, on, { experiment, alpha, context }),
  };
  return { comparison, guards: guardsOf(arms, found.analysis.guards) };
}

function totalOf(effect: LotteryFound['effect'], units: number, { experiment, alpha, context }: Pick<Units, 'experiment' | 'alpha' | 'context'>) {
  const whole: Effect = { design: experiment.method, method: '', scale: 'absolute', p: null, alpha, ...effect };
  return incrementalOf(whole, units, context);
}
