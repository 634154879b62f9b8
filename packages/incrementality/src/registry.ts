import type { Analysis } from './analysis.js';
import type { Design, Prepared } from './design.js';
import { bayesMeanDesign } from './designs/bayes-mean.js';
import { bayesProportionDesign } from './designs/bayes-proportion.js';
import { caceDesign } from './designs/cace.js';
import { calibrationDesign } from './designs/calibration.js';
import { cupedDesign } from './designs/cuped.js';
import { eValueDesign } from './designs/e-value.js';
import { GEO_DESIGNS } from './designs/geo.js';
import { groupSequentialDesign } from './designs/group-sequential.js';
import { multipleTestingDesign } from './designs/multiple-testing.js';
import { lotteryPlan } from './designs/plan-lottery.js';
import { marketPlan } from './designs/plan-markets.js';
import { userPlan } from './designs/plan-users.js';
import { poolingDesign } from './designs/pooling.js';
import { powerDesign } from './designs/power.js';
import { ratioDesign } from './designs/ratio.js';
import { sequentialDesign } from './designs/sequential.js';
import { srmDesign } from './designs/srm.js';
import { twoMeanDesign } from './designs/two-mean.js';
import { twoProportionDesign } from './designs/two-proportion.js';
import { InputError } from './input-error.js';

/** What `touchline lift analyze` knows, by the spec's `design`. */
const DESIGNS: Readonly<Record<string, Design>> = {
  two_proportion: twoProportionDesign,
  two_mean: twoMeanDesign,
  ratio: ratioDesign,
  cuped: cupedDesign,
  sequential: sequentialDesign,
  group_sequential: groupSequentialDesign,
  bayes_proportion: bayesProportionDesign,
  bayes_mean: bayesMeanDesign,
  srm: srmDesign,
  power: powerDesign,
  cace: caceDesign,
  pooling: poolingDesign,
  multiple_testing: multipleTestingDesign,
  e_value: eValueDesign,
  calibration: calibrationDesign,
  ...GEO_DESIGNS,
};

/** What `touchline lift plan` knows, by the spec's `design`. */
const PLANS: Readonly<Record<string, Design>> = {
  power: userPlan,
  geo: marketPlan,
  lottery: lotteryPlan,
};

/**
 * Checks a spec of `touchline lift analyze`.
 * @throws InputError when `design` is none that is known, z.ZodError naming any other wrong field.
 */
export function prepareAnalysis(spec: unknown): Prepared<Analysis> {
  return designOf(DESIGNS, spec).prepare(spec);
}

/** As `prepareAnalysis`, for `touchline lift plan`. */
export function preparePlan(spec: unknown): Prepared<Analysis> {
  return designOf(PLANS, spec).prepare(spec);
}

function designOf<Answer>(designs: Readonly<Record<string, Design<Answer>>>, spec: unknown): Design<Answer> {
  const name = typeof spec === 'object' && spec !== null && 'design' in spec ? spec.design : undefined;
  const design = typeof name === 'string' && Object.hasOwn(designs, name) ? designs[name] : undefined;
  if (design !== undefined) return design;
  throw new InputError(`\`design\` must be one of ${Object.keys(designs).join(', ')}.`, 'design');
}
