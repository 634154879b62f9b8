import { armsApart, splitAsConfigured } from '@touchline/incrementality';
import { type Holdout, type HoldoutFault, simulateHoldout, simulateRedirectHoldout } from '@touchline/simulator';
import { analyze, covers } from '../analyses.js';
import { type Claim, COVERED, NEARLY_ALWAYS, type Trial, trial } from '../trial.js';

const PEOPLE = 4_000;
const TREATED_SHARE = 0.5;
const CLICKERS = 5_000;
/** Of the clickers, as in the product's own default. */
const HELD_SHARE = 0.2;

type Arm = Holdout['control'];

const rate = ({ n, conversions }: Arm) => ({ n, conversions });
const revenue = ({ n, y_sum, y_sum_squares }: Arm) => ({ n, sum: y_sum, sum_squares: y_sum_squares });
const withBefore = ({ n, y_sum, y_sum_squares, x_sum, x_sum_squares, xy_sum }: Arm) => ({ n, y_sum, y_sum_squares, x_sum, x_sum_squares, xy_sum });
const withReached = ({ n, y_sum, y_sum_squares, a_sum, ya_sum }: Arm) => ({ n, y_sum, y_sum_squares, a_sum, ya_sum });
const ordersAVisit = (arm: Arm) => ({
  n: arm.n,
  num_sum: arm.orders_sum,
  num_sum_squares: arm.orders_sum_squares,
  den_sum: arm.visits_sum,
  den_sum_squares: arm.visits_sum_squares,
  cross: arm.orders_visits_sum,
});

interface Way {
  readonly counted: string;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly arm: (arm: Arm) => object;
  readonly truth: keyof Holdout['truth'];
}

const WAYS: readonly Way[] = [
  { counted: 'conversion rate, Newcombe', spec: { design: 'two_proportion' }, arm: rate, truth: 'conversion_difference' },
  { counted: 'lift of the conversion rate, Fieller', spec: { design: 'two_proportion', scale: 'relative' }, arm: rate, truth: 'conversion_lift' },
  { counted: 'revenue a person, Welch', spec: { design: 'two_mean' }, arm: revenue, truth: 'revenue_difference_minor' },
  { counted: 'lift of revenue, Fieller', spec: { design: 'two_mean', scale: 'relative' }, arm: revenue, truth: 'revenue_lift' },
  { counted: 'revenue a person, CUPED', spec: { design: 'cuped' }, arm: withBefore, truth: 'revenue_difference_minor' },
  { counted: 'orders a visit, delta', spec: { design: 'ratio' }, arm: ordersAVisit, truth: 'orders_a_visit_difference' },
  { counted: 'revenue a person reached, CACE', spec: { design: 'cace' }, arm: withReached, truth: 'revenue_reached_minor' },
];

const userHoldout = trial(
  'coverage',
  (random) => simulateHoldout(random, { people: PEOPLE, treated_share: TREATED_SHARE }),
  WAYS.map(
    ({ counted, spec, arm, truth }): Claim<Holdout> => ({
      design: 'user holdout',
      counted,
      ...COVERED,
      happens: (world) => covers(analyze({ ...spec, control: arm(world.control), treatment: arm(world.treatment) }), world.truth[truth]),
    }),
  ),
);

const redirectHoldout = trial('coverage', (random) => simulateRedirectHoldout(random, { clickers: CLICKERS, held_share: HELD_SHARE }), [
  {
    design: 'redirect holdout',
    counted: 'conversion rate, Newcombe',
    ...COVERED,
    happens: ({ control, treatment, truth }) => covers(analyze({ design: 'two_proportion', control, treatment }), truth.conversion_difference),
  },
]);

const splitHeld = ({ control, treatment }: Holdout) => splitAsConfigured([control.n, treatment.n], [1 - TREATED_SHARE, TREATED_SHARE]).passed;
const apart = ({ control, treatment, both_arms }: Holdout) => armsApart(control.n + treatment.n + both_arms, both_arms).passed;

function guarded(fault: HoldoutFault | undefined, claims: readonly Claim<Holdout>[]): Trial {
  return trial(
    'guards',
    (random) => simulateHoldout(random, { people: PEOPLE, treated_share: TREATED_SHARE, ...(fault === undefined ? {} : { fault }) }),
    claims,
  );
}

export const PEOPLE_TRIALS: readonly Trial[] = [userHoldout, redirectHoldout];

export const GUARD_TRIALS: readonly Trial[] = [
  guarded(undefined, [
    { design: 'a sound holdout', counted: 'sample ratio: silent', ...NEARLY_ALWAYS, happens: splitHeld },
    { design: 'a sound holdout', counted: 'arms apart: silent', ...NEARLY_ALWAYS, happens: apart },
  ]),
  guarded('loss', [{ design: 'treated people are lost', counted: 'sample ratio: caught', ...NEARLY_ALWAYS, happens: (world) => !splitHeld(world) }]),
  guarded('spill_over', [
    { design: 'posts are passed on to the control', counted: 'interference: flagged', ...NEARLY_ALWAYS, happens: (world) => !apart(world) },
  ]),
];
