import type { Effect } from './result.js';

/** What an estimator does, for people who never read its name; by the designs of `touchline lift analyze`. */
const ESTIMATORS: Readonly<Record<string, string>> = {
  two_proportion: 'Two shares are compared: their difference with Newcombe’s score interval',
  two_mean: 'Two means are compared, each arm with a variance of its own (Welch’s t)',
  ratio: 'Two sums are divided, as revenue by orders, and the error of both is carried over (delta method)',
  cuped: 'What each unit did before is taken out of what it did since, so that less chance is left (CUPED)',
  permutation: 'The lots are dealt again in every way they could have fallen: how often is the effect as large as the one that was seen?',
  trimmed_match: 'Market against market within each pair; pairs that stand far out on either side are cut alike (trimmed match)',
  did: 'The change of the treated markets less the change of the others (difference-in-differences)',
  synthetic_control:
    'Untreated markets are mixed so that the mix does what the treated did before the start; the effect is what was since, less what the mix foretells (synthetic control)',
  synthetic_did:
    'Untreated markets and earlier days are weighed so that they resemble the treated; the effect is the change beyond theirs (synthetic difference-in-differences)',
  tbr: 'How the treated markets followed the others before the start is carried forward; the effect is what lies beyond it (time-based regression)',
  observational:
    'Exposed people are held against unexposed ones, weighed by how likely they were to be exposed and corrected by a model of what they buy (doubly robust)',
};

/** The estimator in a sentence, its name for whoever wants to compute it again behind it. */
export function estimatorText({ design, method }: Pick<Effect, 'design' | 'method'>): string {
  const name = [design, method].filter((each) => each !== '').join(', ');
  const says = ESTIMATORS[design];
  return says === undefined ? `Estimator: ${name}.` : `${says}${says.endsWith('?') ? '' : '.'} Estimator: ${name}.`;
}
