/** What one model gives. */
export interface CreditUnder {
  readonly model: string;
  readonly amount_minor: number;
}

/** Two models that do not agree about one creator. */
export interface ModelDisagreement {
  readonly least: string;
  readonly most: string;
  /** How much more the one gives than the other. */
  readonly difference_minor: number;
  /** 95 % interval of that difference. */
  readonly interval: readonly [number, number];
}

/** Differences below this share of the larger credit make no difference to anybody. */
const SHARE_LEAST = 0.1;
/** The 97.5 % point of the normal distribution. */
const NORMAL_975 = 1.959963984540054;

/**
 * Do two models say different things about one creator? They do when the most and the least credit differ by a tenth of the larger, and the 95 %
 * interval of the difference does not hold 0. Both models credit the same conversions, so the difference is taken conversion by conversion: its
 * variance under a Poisson bootstrap over conversions (each counts Poisson(1) times, variance 1) is exactly the sum of the squared differences.
 * @param squares of each pair of models, by their places in `credits`: the sum over conversions of (one − other)², minor units squared
 * @returns the pair that is farthest apart, undefined where even that one is not
 */
export function modelDisagreement(credits: readonly CreditUnder[], squares: (one: number, other: number) => number): ModelDisagreement | undefined {
  const first = credits[0];
  if (first === undefined) return undefined;
  let [least, most] = [
    { place: 0, credit: first },
    { place: 0, credit: first },
  ];
  for (const [place, credit] of credits.entries()) {
    if (credit.amount_minor < least.credit.amount_minor) least = { place, credit };
    if (credit.amount_minor > most.credit.amount_minor) most = { place, credit };
  }
  const difference_minor = most.credit.amount_minor - least.credit.amount_minor;
  const margin = NORMAL_975 * Math.sqrt(squares(most.place, least.place));
  const larger = Math.max(Math.abs(most.credit.amount_minor), Math.abs(least.credit.amount_minor));
  if (difference_minor <= margin || difference_minor < SHARE_LEAST * larger) return undefined;
  return {
    least: least.credit.model,
    most: most.credit.model,
    difference_minor,
    interval: [difference_minor - margin, difference_minor + margin],
  };
}
