import type { NoFactor } from '@touchline/attribution';

/** Why a result gives no calibration factor; stable, for programs. */
export type RefusalReason = NoFactor | 'no_estimate' | 'landing_page' | 'figure_uncredited' | 'nobody_named';

/** The same for people. */
const REFUSAL_WORDS: Readonly<Record<RefusalReason, string>> = {
  grade: 'Only grades A and B say what was caused.',
  withheld: 'There is no number yet, or a guard withholds it.',
  no_estimate: 'The result has no number of incremental orders or revenue.',
  landing_page: 'A redirect holdout measures a landing page, never the post that is credited.',
  figure_uncredited: 'What the markets report is neither orders nor money of the workspace, and nothing else is credited.',
  nobody_named: 'It names no link, creator or campaign, so there is no credit to hold it against.',
  nothing_attributed: 'Nothing of the units it looked at is credited to its scope by this model.',
  attributed_uncertain: 'So little is credited that it may as well be nothing, and nothing can be divided by it.',
  interval_open: 'The effect’s interval has no end on one side.',
};

/** What a factor cannot tell apart; empty where it is about its scope as a whole. */
export type Caveat = '' | 'tracked_only' | 'extra_spend';

export const CAVEAT_WORDS: Readonly<Record<Exclude<Caveat, ''>, string>> = {
  tracked_only: 'At most: the experiment counts orders that were tracked to each creator, and who would have bought anyway is still among them.',
  extra_spend: 'Of what was spent on top, against what that brought in credit.',
};

/** Why an experiment gives one model no factor. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly words: string;
}

export function refusal(reason: RefusalReason): Refusal {
  return { reason, words: REFUSAL_WORDS[reason] };
}
