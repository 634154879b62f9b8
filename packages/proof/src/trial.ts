import type { Random } from '@touchline/simulator';
import type { Bounds } from './bounds.js';

/** What is said of many runs of one kind of world: in what share of them something happens. */
export interface Claim<Outcome = unknown> extends Bounds {
  readonly design: string;
  /** The estimator or guard, and what is counted. */
  readonly counted: string;
  readonly happens: (outcome: Outcome) => boolean;
}

/** One kind of world, drawn anew for every run and analysed once for all that is claimed of it. */
export interface Trial {
  readonly part: Part;
  readonly claims: readonly Pick<Claim, 'design' | 'counted' | 'least' | 'most'>[];
  /** One run: whether each claim's event happened, in the claims' order. */
  readonly run: (random: Random) => readonly boolean[];
}

export type Part = 'coverage' | 'false_alarms' | 'grade_c' | 'guards';

export function trial<Outcome>(part: Part, live: (random: Random) => Outcome, claims: readonly Claim<Outcome>[]): Trial {
  return {
    part,
    claims,
    run: (random) => {
      const outcome = live(random);
      return claims.map(({ happens }) => happens(outcome));
    },
  };
}

/** Where 95 % are promised: not much less, and not so much more that the intervals would be needlessly wide. */
export const COVERED: Bounds = { least: 0.93, most: 0.97 };
export const RARE: Bounds = { least: 0, most: 0.05 };
export const NEARLY_ALWAYS: Bounds = { least: 0.99, most: 1 };
