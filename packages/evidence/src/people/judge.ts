import {
  aloneOnScope,
  armsApart,
  exposureFirst,
  fullWeeks,
  type Guard,
  minimumConversions,
  minimumUnits,
  prePeriodAlike,
  splitAsConfigured,
} from '@touchline/incrementality';
import type { ArmSums, ArmSumsReport } from '@touchline/lift';
import type { Effect, Experiment, JudgedGuard } from '../result.js';

const DAY_MS = 86_400_000;

export interface Judged {
  readonly experiment: Experiment;
  readonly sums: ArmSumsReport;
  readonly others_on_scope: readonly string[];
}

type Named = Experiment['guards'][number];

/** The guards that the experiment names, over all its arms. What fails withholds the number (I8). */
export function guardsOf(judged: Judged): JudgedGuard[] {
  const { experiment } = judged;
  // Too few units is asked of every experiment: below, no estimator's interval means anything.
  const names = new Set<Named>([...experiment.guards, 'minimum_units', 'minimum_conversions']);
  return [...names].flatMap((name) => GUARDS[name]?.(judged) ?? []);
}

const GUARDS: Readonly<Partial<Record<Named, (judged: Judged) => JudgedGuard[]>>> = {
  sample_ratio: ({ experiment: { arms }, sums }) => {
    const observed = sums.arms.map(({ n }) => n);
    const anybody = observed.some((n) => n > 0);
    // Nobody yet is no broken split.
    return anybody
      ? everything(
          splitAsConfigured(
            observed,
            arms.map(({ weight }) => weight),
          ),
        )
      : [];
  },
  exposure_first: ({ sums }) => {
    const early = sums.arms.reduce((sum, { exposed_early }) => sum + exposed_early, 0);
    const { name, passed } = exposureFirst(early);
    return everything({ name, passed, detail: `${early} units were exposed before they had an arm` });
  },
  arms_apart: ({ sums }) => everything(armsApart(unitsOf(sums) + sums.both_arms, sums.both_arms)),
  pre_period: ({ experiment, sums }) =>
    experiment.pre_period === undefined
      ? []
      : pairsOf(experiment, sums).flatMap(([control, treatment]) => {
          if (control.n < 2 || treatment.n < 2) return [];
          const guard = prePeriodAlike({ control: before(control), treatment: before(treatment) });
          return everything({ ...guard, detail: `${treatment.arm}: ${guard.detail}` });
        }),
  minimum_units: ({ experiment, sums }) => ofPairs(experiment, sums, minimumUnits),
  minimum_conversions: ({ experiment, sums }) => (experiment.metric.kind === 'conversion_rate' ? ofPairs(experiment, sums, minimumConversions) : []),
  full_weeks: ({ experiment: { started_at = '', planned_end } }) => {
    const days = Math.round((Date.parse(planned_end) - Date.parse(started_at)) / DAY_MS);
    return [{ ...fullWeeks(days), withholds: 'fixed' }];
  },
  alone_on_scope: ({ others_on_scope }) => everything(aloneOnScope(others_on_scope)),
};

/** The capped effect has to lie within the uncapped one's interval: else a few units make the effect, and not the treatment. */
export function outliersAlike(arm: string, uncapped: Effect | null, capped: Effect | null): JudgedGuard[] {
  if (uncapped?.interval == null || capped?.estimate == null) return [];
  const [low, high] = uncapped.interval;
  const passed = (low === null || capped.estimate >= low) && (high === null || capped.estimate <= high);
  const detail = `${arm}: the effect with outcomes cut at the cap lies ${passed ? 'within' : 'outside'} the interval without`;
  return everything({ name: 'outliers', passed, detail });
}

const everything = (guard: Guard): JudgedGuard[] => [{ ...guard, withholds: 'everything' }];

function unitsOf({ arms }: ArmSumsReport): number {
  return arms.reduce((sum, { n }) => sum + n, 0);
}

/** A guard of two arms, asked of the control arm with each of the others. */
function ofPairs(experiment: Experiment, sums: ArmSumsReport, ask: (arms: { control: ArmSums; treatment: ArmSums }) => Guard): JudgedGuard[] {
  return pairsOf(experiment, sums).flatMap(([control, treatment]) => {
    const guard = ask({ control, treatment });
    return everything({ ...guard, detail: `${treatment.arm}: ${guard.detail}` });
  });
}

/** Mean and unbiased variance of the covariate. */
function before({ n, x_sum, x_sum_squares }: ArmSums) {
  const mean = x_sum / n;
  return { n, mean, variance: Math.max(0, (x_sum_squares - x_sum * mean) / (n - 1)) };
}

/** The control arm with each of the others. */
export function pairsOf({ control_arm }: Pick<Experiment, 'control_arm'>, { arms }: ArmSumsReport): (readonly [ArmSums, ArmSums])[] {
  const control = arms.find(({ arm }) => arm === control_arm);
  if (control === undefined) return [];
  return arms.filter((each) => each !== control).map((each) => [control, each] as const);
}
