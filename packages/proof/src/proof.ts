import { Random } from '@touchline/simulator';
import { type Bounds, boundsFor } from './bounds.js';
import type { Part, Trial } from './trial.js';
import { ALARM_TRIALS } from './trials/alarms.js';
import { EXPOSURE_TRIALS } from './trials/exposure.js';
import { LOTTERY_TRIALS } from './trials/lotteries.js';
import { GUARD_TRIALS, PEOPLE_TRIALS } from './trials/people.js';

/** In this order for ever: what a run draws depends on its trial's place, so a new trial goes last. */
export const TRIALS: readonly Trial[] = [...PEOPLE_TRIALS, ...LOTTERY_TRIALS, ...ALARM_TRIALS, ...EXPOSURE_TRIALS, ...GUARD_TRIALS];

/** One line of the table. Shares. */
export interface Finding extends Bounds {
  readonly part: Part;
  readonly design: string;
  readonly counted: string;
  readonly runs: number;
  /** In how many of the runs it happened. */
  readonly count: number;
  readonly share: number;
  /** Whether the share lies within `least` and `most`, which are those for this number of runs. */
  readonly held: boolean;
}

export interface ProofRequest {
  readonly runs: number;
  readonly seed: number;
  readonly trials?: readonly Trial[];
  /** After every run. */
  readonly onProgress?: (done: number, total: number, design: string) => void;
}

/** Lives every trial's world `runs` times, no two alike, and counts. The same seed gives the same findings on every machine. */
export function prove({ runs, seed, trials = TRIALS, onProgress }: ProofRequest): Finding[] {
  const streams = Random.fromSeed(seed);
  return trials.flatMap((each, place) => {
    const counts = each.claims.map(() => 0);
    for (let run = 0; run < runs; run += 1) {
      each.run(streams.split()).forEach((happened, claim) => {
        if (happened) counts[claim] = (counts[claim] ?? 0) + 1;
      });
      onProgress?.(place * runs + run + 1, trials.length * runs, each.claims[0]?.design ?? '');
    }
    return each.claims.map(({ design, counted, least, most }, claim): Finding => {
      const [count, bounds] = [counts[claim] ?? 0, boundsFor({ least, most }, runs)];
      const share = count / runs;
      return { part: each.part, design, counted, runs, count, share, ...bounds, held: share >= bounds.least && share <= bounds.most };
    });
  });
}
