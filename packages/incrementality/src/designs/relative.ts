import type { Guard, Interval } from '../analysis.js';
import { type Moments, satterthwaite } from '../statistics/moments.js';
import { criticalValue, type Level, pValue, sided, waldTest } from '../statistics/tests.js';

/** A lift over the control, as a share of it. */
export interface RelativeLift {
  readonly estimate: number | null;
  readonly interval: Interval | null;
  readonly standard_error: number | null;
  readonly statistic: number | null;
  readonly df?: number;
  readonly p: number | null;
  /** Fieller's g = z²·v_C/(n_C·m_C²); from 1 on the control's mean cannot be told from 0. */
  readonly fieller_g?: number;
  readonly guards: readonly Guard[];
}

const NONE = { estimate: null, interval: null, standard_error: null, statistic: null, p: null };

/** Delta-method variance of m_T/m_C − 1 from independent arms: v_T/(n_T·m_C²) + v_C·m_T²/(n_C·m_C⁴). */
function relativeVariance(control: Moments, treatment: Moments): number {
  return treatment.variance / (treatment.n * control.mean ** 2) + (control.variance * treatment.mean ** 2) / (control.n * control.mean ** 4);
}

/** The control's mean is above 0: below, "so many per cent of it" has no meaning. */
function baselinePositive({ mean }: Moments): Guard {
  return { name: 'baseline_positive', passed: mean > 0, detail: `the control’s mean is ${mean}, a relative lift needs one above 0` };
}

/**
 * (m_T − m_C)/m_C with estimate ± critical value · delta standard error. Student's t with Satterthwaite's df when `student`, else normal.
 * Not estimable (all null, a failed guard) when the control's mean is not above 0.
 */
export function deltaLift(control: Moments, treatment: Moments, { student, ...level }: Level & { readonly student: boolean }): RelativeLift {
  const positive = baselinePositive(control);
  if (!positive.passed) return { ...NONE, guards: [positive] };
  const df = student ? satterthwaite(control, treatment) : undefined;
  const standard_error = Math.sqrt(relativeVariance(control, treatment));
  const of = df === undefined ? {} : { df };
  return { ...waldTest(treatment.mean / control.mean - 1, standard_error, { ...level, ...of }), ...of, guards: [positive] };
}

/**
 * (m_T − m_C)/m_C with Fieller's interval: the lifts D for which m_T − (1 + D)·m_C lies within z standard errors of 0. Its p is that of
 * D = 0, the unpooled z of m_T − m_C; `standard_error` is the delta method's. Not estimable when g ≥ 1: the set is unbounded then.
 * Source: Fieller 1954; g as in Franz 2007.
 */
export function fiellerLift(control: Moments, treatment: Moments, level: Level): RelativeLift {
  const positive = baselinePositive(control);
  const z = criticalValue(level);
  const [ofControl, ofTreatment] = [control.variance / control.n, treatment.variance / treatment.n];
  const g = (z ** 2 * ofControl) / control.mean ** 2;
  const bounded = { name: 'baseline_distinguishable', passed: g < 1, detail: `Fieller’s g is ${g.toPrecision(3)}, below 1 is asked for` };
  const guards = [positive, bounded];
  const fieller_g = Number.isFinite(g) ? { fieller_g: g } : {};
  if (!guards.every(({ passed }) => passed)) return { ...NONE, ...fieller_g, guards };
  const ratio = treatment.mean / control.mean;
  const standard_error = Math.sqrt(relativeVariance(control, treatment));
  const differenceError = Math.sqrt(ofControl + ofTreatment);
  if (!(differenceError > 0)) return { ...NONE, estimate: ratio - 1, ...fieller_g, guards };
  const half = (z / control.mean) * Math.sqrt(ofTreatment * (1 - g) + ratio ** 2 * ofControl);
  const interval = sided((ratio - half) / (1 - g) - 1, (ratio + half) / (1 - g) - 1, level.alternative);
  const statistic = (treatment.mean - control.mean) / differenceError;
  return { estimate: ratio - 1, interval, standard_error, statistic, p: pValue(statistic, level.alternative), ...fieller_g, guards };
}
