import { z } from 'zod';
import { sumsFit, unitsWithVariance } from '../arms.js';
import { InputError } from '../input-error.js';
import { covarianceOfSums, type Moments, momentsOfSums } from '../statistics/moments.js';
import type { AdjustedArm } from './adjusted.js';

/** Numerator and denominator, after and before the experiment began. */
const SERIES = ['m_post', 'd_post', 'm_pre', 'd_pre'] as const;
type Series = (typeof SERIES)[number];

/** The sums of products, by the two series' names without underscore. */
const PRODUCTS = ['mpost_dpost', 'mpost_mpre', 'mpost_dpre', 'dpost_mpre', 'dpost_dpre', 'mpre_dpre'] as const;

const series = z.tuple([z.number(), z.number().min(0)]);
const product = z.number();

const fields = z
  .strictObject({
    n: unitsWithVariance,
    m_post: series,
    d_post: series,
    m_pre: series,
    d_pre: series,
    mpost_dpost: product,
    mpost_mpre: product,
    mpost_dpre: product,
    dpost_mpre: product,
    dpost_dpre: product,
    mpre_dpre: product,
  })
  .superRefine((each, context) => {
    for (const name of SERIES) {
      if (!sumsFit(each.n, ...each[name])) context.addIssue({ code: 'custom', path: [name, 1], message: 'Less than sum² / n, which no numbers have.' });
    }
  });

/** Each product may be named either way round: `mpre_dpost` is `dpost_mpre`. */
export const ratioArmSchema = z.preprocess((raw) => {
  if (typeof raw !== 'object' || raw === null) return raw;
  const turned = new Map(PRODUCTS.map((name) => [name.split('_').reverse().join('_'), name]));
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [turned.get(name) ?? name, value]));
}, fields);

type RatioArm = z.output<typeof fields>;

/**
 * A ratio metric's arm as if each unit had one outcome and one covariate: the delta method's linearisation, gradient (1/D̄, −M̄/D̄²) in
 * the means of each period. @throws InputError when a period's denominators sum to 0.
 */
function linearised(arm: RatioArm, name: string): AdjustedArm {
  const moments = (of: Series) => momentsOfSums(arm.n, ...arm[of]);
  const covariance = (a: Series, b: Series) => (a === b ? moments(a).variance : covarianceOfSums(arm.n, [arm[a][0], arm[b][0]], arm[productOf(a, b)]));
  const gradient = (m: Series, d: Series): [Series, number][] => {
    if (arm[d][0] === 0) throw new InputError('The denominators sum to 0, so there is no ratio.', `${name}.${d}.0`);
    return [
      [m, 1 / moments(d).mean],
      [d, -moments(m).mean / moments(d).mean ** 2],
    ];
  };
  const [post, pre] = [gradient('m_post', 'd_post'), gradient('m_pre', 'd_pre')];
  const form = (left: readonly [Series, number][], right: readonly [Series, number][]) =>
    left.reduce((sum, [a, slopeA]) => sum + right.reduce((inner, [b, slopeB]) => inner + slopeA * slopeB * covariance(a, b), 0), 0);
  const outcome: Moments = { n: arm.n, mean: arm.m_post[0] / arm.d_post[0], variance: Math.max(0, form(post, post)) };
  const covariate: Moments = { n: arm.n, mean: arm.m_pre[0] / arm.d_pre[0], variance: Math.max(0, form(pre, pre)) };
  return { outcome, covariate, covariance: form(post, pre) };
}

function productOf(a: Series, b: Series): (typeof PRODUCTS)[number] {
  const [first, second] = [a, b].map((name) => name.replace('_', ''));
  const found = PRODUCTS.find((name) => name === `${first}_${second}` || name === `${second}_${first}`);
  if (found === undefined) throw new Error(`no product of ${a} and ${b}`);
  return found;
}

export function ratioArms({ control, treatment }: { readonly control: RatioArm; readonly treatment: RatioArm }): [AdjustedArm, AdjustedArm] {
  return [linearised(control, 'control'), linearised(treatment, 'treatment')];
}
