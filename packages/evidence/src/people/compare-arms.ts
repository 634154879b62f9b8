import { type Compared, emptyComparison, ofArm } from '../comparison.js';
import { type IncrementalContext, incrementalOf } from '../incremental.js';
import type { Comparison, Effect, EffectAt, Experiment, JudgedGuard, LiftInputs } from '../result.js';
import { adjustedEffect, bayesianView, fixedEffect, isComparable, type Measured, type Pair, sequentialEffect, winsorisedPair } from './effects.js';
import { type GroupSequence, groupSequence, type PlannedLook } from './group-looks.js';
import { outliersAlike, pairsOf } from './judge.js';
import { shareOfTime } from './looks.js';

/** Every arm against the control arm, at α over the number of comparisons (Bonferroni), so that all intervals hold together. */
export function compareArms(inputs: LiftInputs, context: IncrementalContext, as_of: Date): Compared[] {
  const { experiment, sums, sums_at_end, looks } = inputs;
  if (sums === null) return [];
  const pairs = pairsOf(experiment, sums);
  const alpha = experiment.alpha / Math.max(1, pairs.length);
  return pairs.map(([control, treatment]) => {
    const pairAt = (report: NonNullable<LiftInputs['sums']> | null): Pair | undefined => {
      const found = report === null ? undefined : pairsOf(experiment, report).find(([, { arm }]) => arm === treatment.arm);
      return found === undefined ? undefined : pairOf(experiment, { control: found[0], treatment: found[1], alpha });
    };
    const now = pairOf(experiment, { control, treatment, alpha });
    const earlier = looks.flatMap(({ at, sums: then }) => {
      const pair = pairAt(then);
      return pair === undefined ? [] : [{ at, pair }];
    });
    return compare(experiment, { now, at_end: pairAt(sums_at_end), earlier, as_of }, context);
  });
}

function pairOf({ metric, scale, method }: Experiment, arms: Pick<Pair, 'control' | 'treatment' | 'alpha'>): Pair {
  return { ...arms, metric: metric.kind, scale, per_order: method === 'ratio' && metric.kind === 'revenue' };
}

interface Horizons {
  readonly now: Pair;
  /** undefined until the planned end. */
  readonly at_end: Pair | undefined;
  /** Before now, oldest first. */
  readonly earlier: readonly { readonly at: string; readonly pair: Pair }[];
  readonly as_of: Date;
}

/** By what an effect is estimated: the look at the planned end, or what holds at every look. */
type Estimator = (pair: Pair) => Measured | undefined;

function compare(experiment: Experiment, horizons: Horizons, context: IncrementalContext): Compared {
  const { now, at_end } = horizons;
  const every = everyLook(experiment);
  const ended = at_end === undefined || !isComparable(at_end) ? undefined : at_end;
  const shown = ended ?? now;
  const seen: Seen = { experiment, horizons, shown, alike: (pair) => (ended === undefined ? every(pair) : fixedEffect(pair)), context };
  return experiment.method === 'group_sequential' ? comparedInGroups(seen) : comparedAlways(seen, ended === undefined ? undefined : fixedEffect(ended));
}

interface Seen {
  readonly experiment: Experiment;
  readonly horizons: Horizons;
  /** At the planned end once it is reached. */
  readonly shown: Pair;
  /** The estimator of what is shown, for other pairs: capped, on the absolute scale, per order. */
  readonly alike: Estimator;
  readonly context: IncrementalContext;
}

/** The confidence sequence, and the one look at the planned end. */
function comparedAlways(seen: Seen, fixed: Measured | undefined): Compared {
  const { experiment, horizons, shown, alike, context } = seen;
  const every = everyLook(experiment);
  const sequential = every(horizons.now);
  const effect = (fixed ?? sequential)?.effect ?? null;
  const winsorised = cappedOf(seen);
  const absolute = alike({ ...shown, scale: 'absolute', per_order: false })?.effect;
  const { arm } = shown.treatment;
  const comparison: Comparison = {
    ...emptyComparison(arm, shown.control.arm),
    sequential: sequential?.effect ?? null,
    fixed: fixed?.effect ?? null,
    adjusted: fixed === undefined ? null : adjustedOf(seen),
    winsorised,
    per_order: perOrderOf(seen),
    bayesian: effect === null ? null : bayesianView(shown),
    over_time: overTime(horizons, every),
    incremental: absolute === undefined ? null : incrementalOf(absolute, shown.treatment.n, context),
  };
  return { comparison, guards: [...asked(sequential, 'everything', arm), ...asked(fixed, 'fixed', arm), ...outliersAlike(arm, effect, winsorised)] };
}

/** The looks of a group-sequential plan; the last that was reached is what is shown. */
function comparedInGroups(seen: Seen): Compared {
  const { experiment, horizons, shown, context } = seen;
  const { looks, effect } = groupOf(experiment, horizons);
  const over = horizons.at_end !== undefined;
  const { arm } = shown.treatment;
  const comparison: Comparison = {
    ...emptyComparison(arm, shown.control.arm),
    sequential: over ? null : effect,
    fixed: over ? effect : null,
    adjusted: over ? adjustedOf(seen) : null,
    bayesian: effect === null ? null : bayesianView(shown),
    looks,
    over_time: looks.map(({ at, estimate, interval }) => ({ at, estimate, interval })),
    // Only what is absolute adds up over units.
    incremental: effect === null || effect.scale === 'relative' ? null : incrementalOf(effect, shown.treatment.n, context),
  };
  return { comparison, guards: [] };
}

function cappedOf({ shown, alike }: Seen): Effect | null {
  const capped = shown.per_order ? undefined : winsorisedPair(shown);
  return capped === undefined ? null : (alike(capped)?.effect ?? null);
}

function perOrderOf({ shown, alike }: Seen): Effect | null {
  const pair = { ...shown, per_order: true };
  return shown.metric !== 'revenue' || shown.per_order || !isComparable(pair) ? null : (alike(pair)?.effect ?? null);
}

function adjustedOf({ experiment, shown }: Seen): Effect | null {
  return experiment.pre_period === undefined || shown.per_order || !isComparable(shown) ? null : adjustedEffect(shown).effect;
}

/** The confidence sequence, where one was planned. */
function everyLook({ n_star }: Experiment): Estimator {
  return (pair) => (n_star === undefined || !isComparable(pair) ? undefined : sequentialEffect(pair, n_star));
}

/** Looks up to now; the last, at the planned end, has all the information that there will be, unless one before had it. */
function groupOf(experiment: Experiment, { earlier, at_end, now }: Horizons): GroupSequence {
  const planned = { started_at: experiment.started_at ?? '', planned_end: experiment.planned_end };
  const share = (at: string, { control, treatment }: Pair) =>
    experiment.n_star === undefined ? shareOfTime(planned, new Date(at)) : (control.n + treatment.n) / experiment.n_star;
  const looks: PlannedLook[] = earlier.map(({ at, pair }) => ({ at, share: share(at, pair), control: pair.control, treatment: pair.treatment }));
  const last = at_end === undefined ? [] : [{ at: experiment.planned_end, share: 1, control: at_end.control, treatment: at_end.treatment }];
  return groupSequence(now, [...looks, ...last]);
}

/** How the confidence sequence came about; one point is no course. */
function overTime({ now, earlier, as_of }: Horizons, every: Estimator): EffectAt[] {
  const points = [...earlier, { at: as_of.toISOString(), pair: now }].flatMap(({ at, pair }) => {
    const effect = every(pair)?.effect;
    return effect === undefined ? [] : [{ at, estimate: effect.estimate, interval: effect.interval }];
  });
  return points.length > 1 ? points : [];
}

function asked(measured: Measured | undefined, withholds: JudgedGuard['withholds'], arm: string): JudgedGuard[] {
  return (measured?.guards ?? []).map((guard) => ofArm(arm, guard, withholds));
}
