import { adjustedEffect, fixedEffect, isComparable, type Measured, type Pair, sequentialEffect, winsorisedPair } from './effects.js';
import { type IncrementalContext, incrementalOf } from './incremental.js';
import { outliersAlike, pairsOf } from './judge.js';
import type { Comparison, Experiment, JudgedGuard, LiftInputs } from './result.js';

/** A comparison before any guard withheld it, and what its estimators ask for. */
export interface Compared {
  readonly comparison: Comparison;
  readonly guards: readonly JudgedGuard[];
}

/** Every arm against the control arm, at α over the number of comparisons (Bonferroni), so that all intervals hold together. */
export function compareArms({ experiment, sums, sums_at_end }: LiftInputs, context: IncrementalContext): Compared[] {
  if (sums === null) return [];
  const pairs = pairsOf(experiment, sums);
  const alpha = experiment.alpha / Math.max(1, pairs.length);
  return pairs.map(([control, treatment]) => {
    const now = pairOf(experiment, { control, treatment, alpha });
    const ended = sums_at_end === null ? undefined : pairsOf(experiment, sums_at_end).find(([, { arm }]) => arm === treatment.arm);
    const at_end = ended === undefined ? undefined : pairOf(experiment, { control: ended[0], treatment: ended[1], alpha });
    return compare(experiment, { now, at_end }, context);
  });
}

function pairOf({ metric, scale }: Experiment, arms: Pick<Pair, 'control' | 'treatment' | 'alpha'>): Pair {
  return { ...arms, metric: metric.kind, scale };
}

interface Horizons {
  readonly now: Pair;
  /** undefined until the planned end. */
  readonly at_end: Pair | undefined;
}

function compare({ n_star, pre_period }: Experiment, { now, at_end }: Horizons, context: IncrementalContext): Compared {
  const sequential = n_star === undefined || !isComparable(now) ? undefined : sequentialEffect(now, n_star);
  const fixed = at_end === undefined || !isComparable(at_end) ? undefined : fixedEffect(at_end);
  const adjusted = at_end === undefined || pre_period === undefined || fixed === undefined ? undefined : adjustedEffect(at_end);
  const capped = cappedEffect({ now, at_end: fixed === undefined ? undefined : at_end }, sequential === undefined ? undefined : n_star);
  const shown = fixed ?? sequential;
  const absolute = absoluteOf({ now, at_end: fixed === undefined ? undefined : at_end }, sequential === undefined ? undefined : n_star);
  const comparison: Comparison = {
    arm: now.treatment.arm,
    against: now.control.arm,
    sequential: sequential?.effect ?? null,
    fixed: fixed?.effect ?? null,
    adjusted: adjusted?.effect ?? null,
    winsorised: capped?.effect ?? null,
    incremental: absolute === undefined ? null : incrementalOf(absolute.effect, absolute.units, now.metric, context),
  };
  const told = [
    ...asked(sequential, 'everything', now.treatment.arm),
    ...asked(fixed, 'fixed', now.treatment.arm),
    ...outliersAlike(now.treatment.arm, shown?.effect ?? null, capped?.effect ?? null),
  ];
  return { comparison, guards: told };
}

function asked(measured: Measured | undefined, withholds: JudgedGuard['withholds'], arm: string): JudgedGuard[] {
  return (measured?.guards ?? []).map((guard) => ({ ...guard, detail: `${arm}: ${guard.detail}`, withholds }));
}

/** Capped, by the method of what is shown. */
function cappedEffect({ now, at_end }: Horizons, n_star: number | undefined): Measured | undefined {
  const capped = winsorisedPair(at_end ?? now);
  if (capped === undefined) return undefined;
  if (at_end !== undefined) return fixedEffect(capped);
  return n_star === undefined ? undefined : sequentialEffect(capped, n_star);
}

/** What is shown, on the absolute scale, which alone adds up over units. */
function absoluteOf({ now, at_end }: Horizons, n_star: number | undefined): { effect: Measured['effect']; units: number } | undefined {
  const scale = 'absolute';
  if (at_end !== undefined) return { effect: fixedEffect({ ...at_end, scale }).effect, units: at_end.treatment.n };
  return n_star === undefined ? undefined : { effect: sequentialEffect({ ...now, scale }, n_star).effect, units: now.treatment.n };
}
