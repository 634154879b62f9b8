import type { Experiment } from '../result.js';
import type { StepView } from '../views.js';
import { PRES_LEAST } from './drawn-units.js';
import type { WedgeCell } from './lottery-test.js';
import { meanOf, type Sides } from './sides.js';

/** The arms in the order they are switched on, and the days of each one's step, by their places from one to before another. */
export interface WedgePlan {
  /** The control arm is last. */
  readonly order: readonly string[];
  readonly steps: readonly (readonly [from: number, to: number])[];
  readonly days: readonly string[];
}

/** From start to planned end in as many steps as there are arms. */
export function wedgePlan({ arms, control_arm }: Experiment, sides: readonly Sides[]): WedgePlan {
  const order = [...arms.map(({ name }) => name).filter((name) => name !== control_arm), control_arm];
  const { days = [], pres = 0 } = sides[0] ?? {};
  const length = (days.length - pres) / order.length;
  return { order, days, steps: order.map((_, step) => [pres + Math.round(step * length), pres + Math.round((step + 1) * length)] as const) };
}

/**
 * Stepped wedge: the time from start to planned end is cut into as many steps as there are arms. The arms are switched on step by step in
 * their order, the control arm last. A cell is a unit's mean day of a step, less that of the days before.
 */
export function wedgeCells(experiment: Experiment, sides: readonly Sides[]): WedgeCell[] {
  const [first] = sides;
  if (first === undefined) return [];
  const { order, steps } = wedgePlan(experiment, sides);
  const { pres, control, against } = first;
  const arms = [...sides.map(({ arm, treated }) => ({ arm, units: treated })), { arm: against, units: control }];
  return arms.flatMap(({ arm, units }) =>
    units.flatMap(({ name, stratum, values }) => {
      const before = pres < PRES_LEAST ? 0 : meanOf(values.slice(0, pres));
      return steps.map(([from, to], step) => {
        const outcome = meanOf(values.slice(from, to)) - before;
        return { unit: name, arm, stratum, step: step + 1, on: step >= order.indexOf(arm), outcome };
      });
    }),
  );
}

/** The cells of each arm together, step by step, as they are drawn. */
export function wedgeSteps(experiment: Experiment, sides: readonly Sides[], cells: readonly WedgeCell[]): StepView[] {
  if (sides.length === 0) return [];
  const { order, steps, days } = wedgePlan(experiment, sides);
  return steps.map(([from, to], step) => ({
    from: days[from] ?? '',
    to: days[to - 1] ?? '',
    arms: order.map((arm) => {
      const own = cells.filter((cell) => cell.arm === arm && cell.step === step + 1);
      return { arm, on: own.some(({ on }) => on), units: own.length, mean: meanOf(own.map(({ outcome }) => outcome)) };
    }),
  }));
}
