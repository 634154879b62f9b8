import type { Comparison, LiftResult } from '../../../../src/experiment-answers.js';
import { boundsText, effectText } from '../../format/effects.js';
import { percent } from '../../format/numbers.js';

/** The same in chances, with the prior it rests on. */
export function Bayesian({ comparison: { bayesian, arm, against }, result }: { readonly comparison: Comparison; readonly result: LiftResult }) {
  if (bayesian === null) return null;
  const { expected_loss, interval, prior, probability_better, scale } = bayesian;
  return (
    <p className="quiet">
      In chances: {arm} is better than {against} with {chanceText(probability_better)}, by {boundsText(result, scale, interval)}; choosing it gives up{' '}
      {effectText(result, scale, expected_loss.treatment)} on average where that is wrong. Prior: {prior}.
    </p>
  );
}

/** No chance is ever a certainty. */
function chanceText(chance: number): string {
  if (chance > 0.999) return 'more than 99.9%';
  return chance < 0.001 ? 'less than 0.1%' : percent(chance);
}
