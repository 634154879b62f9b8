import { betaDensity, betaLower, betaQuantile, logBeta } from '../statistics/distributions.js';
import { gridOf } from '../statistics/quadrature.js';
import { falsePosition } from '../statistics/roots.js';

export interface Beta {
  readonly a: number;
  readonly b: number;
}

/** Terms of the exact series; longer ones, and priors that are not whole, are integrated. */
const TERMS_MAX = 2_000_000;
const PANELS = 16;
/** A quantile of the difference lies within this many standard deviations of its mean. */
const DEVIATIONS_MAX = 40;
/** Probability left out at each end of an integral. */
const TAIL = 1e-15;
/** Terms are scaled down by this before they overflow. */
const RESCALE = 1e250;

/**
 * P(T > C) of independent Beta variables, exact where one parameter is whole: Σ_{i<a_T} B(a_C + i, b_C + b_T)/((b_T + i)·B(1 + i, b_T)·B(a_C, b_C)).
 * Source: Miller 2014, "Formulas for Bayesian A/B testing"; its mirror images for the other parameters; otherwise ∫ f_C(c)·P(T > c).
 */
export function probabilityGreater(treatment: Beta, control: Beta): number {
  const mirror = ({ a, b }: Beta): Beta => ({ a: b, b: a });
  const ways = [
    { terms: treatment.a, value: () => series(treatment, control) },
    { terms: control.b, value: () => series(mirror(control), mirror(treatment)) },
    { terms: control.a, value: () => 1 - series(control, treatment) },
    { terms: treatment.b, value: () => 1 - series(mirror(treatment), mirror(control)) },
  ].filter(({ terms }) => Number.isInteger(terms) && terms <= TERMS_MAX);
  const shortest = ways.reduce<(typeof ways)[number] | undefined>((best, way) => (best === undefined || way.terms < best.terms ? way : best), undefined);
  return shortest === undefined ? differenceUpper(treatment, control, 0) : Math.min(1, shortest.value());
}

/** The sum itself; each term from the one before by (a_C + i)(b_T + i)/((a_C + b_C + b_T + i)(1 + i)). */
function series(treatment: Beta, control: Beta): number {
  let scale = logBeta(control.a, control.b + treatment.b) - logBeta(control.a, control.b);
  let [term, sum] = [1, 0];
  for (let i = 0; i < treatment.a; i += 1) {
    sum += term;
    term *= ((control.a + i) * (treatment.b + i)) / ((control.a + control.b + treatment.b + i) * (1 + i));
    if (sum > RESCALE) [term, sum, scale] = [term / RESCALE, sum / RESCALE, scale + Math.log(RESCALE)];
  }
  return Math.exp(scale + Math.log(sum));
}

/** P(T − C > d) = ∫ f(x)·P(other side) dx over the narrower of the two, since the wider one's tail is smooth there. */
function differenceUpper(treatment: Beta, control: Beta, d: number): number {
  return upperTail(treatment, control)(d);
}

/** d ↦ P(T − C > d); the nodes and their mass are made once. All but 1e-15 of the probability at each end is covered. */
function upperTail(treatment: Beta, control: Beta): (d: number) => number {
  const overControl = varianceOf(control) <= varianceOf(treatment);
  const narrow = overControl ? control : treatment;
  const { nodes, weights } = gridOf(betaQuantile(TAIL, narrow.a, narrow.b), mirroredQuantile(TAIL, narrow), PANELS);
  const mass = weights.map((weight, place) => weight * betaDensity(nodes[place] ?? 0, narrow.a, narrow.b));
  const total = mass.reduce((sum, each) => sum + each, 0);
  // P(T > x) as a lower tail of 1 − T keeps its digits.
  const tail = overControl
    ? (c: number, d: number) => lower(1 - c - d, treatment.b, treatment.a)
    : (t: number, d: number) => lower(t - d, control.a, control.b);
  return (d) => nodes.reduce((sum, node, place) => sum + (mass[place] ?? 0) * tail(node, d), 0) / total;
}

function lower(x: number, a: number, b: number): number {
  return x <= 0 ? 0 : x >= 1 ? 1 : betaLower(x, a, b);
}

function varianceOf({ a, b }: Beta): number {
  return (a * b) / ((a + b) ** 2 * (a + b + 1));
}

/** d with P(T − C > d) = p; searched within 40 standard deviations of the means' difference, and within what rates allow. */
export function differenceQuantile(treatment: Beta, control: Beta, p: number): number {
  const upper = upperTail(treatment, control);
  const centre = treatment.a / (treatment.a + treatment.b) - control.a / (control.a + control.b);
  const reach = DEVIATIONS_MAX * Math.sqrt(varianceOf(treatment) + varianceOf(control));
  return falsePosition((d) => upper(d) - p, Math.max(-1, centre - reach), Math.min(1, centre + reach));
}

/** x with P(X > x) = p. */
export function mirroredQuantile(p: number, { a, b }: Beta): number {
  return 1 - betaQuantile(p, b, a);
}

/** E[max(C − T, 0)]: what is lost on average by taking T. With means μ: μ_C·P(C′ > T) − μ_T·P(C > T′), a prime adding 1 to a. */
export function expectedLoss(taken: Beta, other: Beta): number {
  const mean = ({ a, b }: Beta) => a / (a + b);
  const raised = ({ a, b }: Beta): Beta => ({ a: a + 1, b });
  const loss = mean(other) * probabilityGreater(raised(other), taken) - mean(taken) * probabilityGreater(other, raised(taken));
  return Math.max(0, loss);
}
