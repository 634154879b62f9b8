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
  const group = experiment.method === 'group_sequential' ? groupOf(experiment, horizons) : undefined;
  const every = everyLook(experiment);
  const ended = at_end === undefined || !isComparable(at_end) ? undefined : at_end;
  const sequential = group === undefined ? every(now) : undefined;
  const fixed = ended === undefined || group !== undefined ? undefined : fixedEffect(ended);
  const adjusted = ended === undefined || experiment.pre_period === undefined || ended.per_order ? undefined : adjustedEffect(ended);
  // What is shown, of another pair: capped, on the absolute scale, per order.
  const alike: Estimator = (pair) => (ended === undefined ? every(pair) : fixedEffect(pair));
  const shown = ended ?? now;
  const capped = winsorisedPair(shown);
  const winsorised = capped === undefined || shown.per_order ? undefined : alike(capped);
  const per_order =
    shown.metric === 'revenue' && !shown.per_order && isComparable({ ...shown, per_order: true }) ? alike({ ...shown, per_order: true }) : undefined;
  const absolute = alike({ ...shown, scale: 'absolute', per_order: false });
  const found = fixed ?? sequential;
  const effect = group?.effect ?? found?.effect ?? null;
  const comparison: Comparison = {
    ...emptyComparison(now.treatment.arm, now.control.arm),
    sequential: group === undefined ? (sequential?.effect ?? null) : at_end === undefined ? group.effect : null,
    fixed: group === undefined ? (fixed?.effect ?? null) : at_end === undefined ? null : group.effect,
    adjusted: adjusted?.effect ?? null,
    winsorised: winsorised?.effect ?? null,
    per_order: per_order?.effect ?? null,
    bayesian: effect === null ? null : bayesianView(shown),
    looks: group?.looks ?? [],
    over_time: group === undefined ? overTime(horizons, every) : group.looks.map(({ at, estimate, interval }) => ({ at, estimate, interval })),
    incremental: incrementalFrom(group, absolute, { units: shown.treatment.n, scale: experiment.scale, context }),
  };
  const told = [
    ...asked(sequential, 'everything', now.treatment.arm),
    ...asked(fixed, 'fixed', now.treatment.arm),
    ...outliersAlike(now.treatment.arm, effect, winsorised?.effect ?? null),
  ];
  return { comparison, guards: told };
}

/** The confidence sequence, where one was planned. */
function everyLook({ n_star }: Experiment): Estimator {
  return (pair) => (n_star === undefined || !isComparable(pair) ? undefined : sequentialEffect(pair, n_star));
}

/** Looks up to now; the last, at the planned end, has all the information that there will be. */
function groupOf(experiment: Experiment, { earlier, at_end, now }: Horizons): GroupSequence {
  const planned = { started_at: experiment.started_at ?? '', planned_end: experiment.planned_end };
  const share = (at: string, { control, treatment }: Pair) =>
    experiment.n_star === undefined ? shareOfTime(planned, new Date(at)) : (control.n + treatment.n) / experiment.n_star;
  const looks: PlannedLook[] = earlier.map(({ at, pair }) => ({ at, share: share(at, pair), control: pair.control, treatment: pair.treatment }));
  const last = at_end === undefined ? [] : [{ at: experiment.planned_end, share: 1, control: at_end.control, treatment: at_end.treatment }];
  return groupSequence(now, [...looks.filter((look) => last.length === 0 || look.share < 1), ...last]);
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

interface Total {
  readonly units: number;
  readonly scale: Experiment['scale'];
  readonly context: IncrementalContext;
}

/** What is shown, on the absolute scale, which alone adds up over units; group-sequential plans on their own interval. */
function incrementalFrom(group: GroupSequence | undefined, absolute: Measured | undefined, { units, scale, context }: Total): Comparison['incremental'] {
  if (group !== undefined) {
    const effect: Effect | null = scale === 'absolute' ? group.effect : null;
    return effect === null ? null : incrementalOf(effect, units, context);
  }
  return absolute === undefined ? null : incrementalOf(absolute.effect, units, context);
}
