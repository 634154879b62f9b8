import { LAPSE_DAYS, type Retest, retests, type Testable } from '@touchline/attribution';
import { type Asks, type CalibrationScope, type CreatorCalibration, calibratedCredit, type StandingFactor } from './read.js';

const DAY_MS = 86_400_000;

/** A creator that is worth a test, and what is known of it. */
export interface SuggestedTest extends Retest {
  readonly creator_id: string;
  readonly credit_minor: number;
  /** The newest that covers it, lapsed or not; null where nothing ever did. */
  readonly factor: StandingFactor | null;
  /** The instant it lapses or lapsed. */
  readonly lapses_at: string | null;
}

/**
 * Which creators to test (again), the most money at stake first. @throws TouchlineError TL_STORE_UNAVAILABLE
 */
export async function suggestTests(asks: Asks, scope: CalibrationScope): Promise<SuggestedTest[]> {
  const { factors, creators } = await calibratedCredit(asks, scope);
  return suggestionsOf(factors, creators);
}

/** The same of what was read. */
export function suggestionsOf(factors: readonly StandingFactor[], creators: readonly CreatorCalibration[]): SuggestedTest[] {
  const known = new Map(
    creators.filter(({ creator_id }) => creator_id !== '').map((creator) => [creator.creator_id, { creator, factor: newestOf(creator, factors) }]),
  );
  const testables = [...known].map(([creator_id, { creator, factor }]): Testable => ({ scope: creator_id, credit_minor: creator.credit_minor, factor }));
  return retests(testables).map((retest) => {
    const { creator, factor } = known.get(retest.scope) ?? {};
    const lapses_at = factor === undefined ? null : new Date(factor.measured_at_ms + LAPSE_DAYS * DAY_MS).toISOString();
    return { ...retest, creator_id: retest.scope, credit_minor: creator?.credit_minor ?? 0, factor: factor ?? null, lapses_at };
  });
}

/** What holds for most of a creator's credit; where nothing does, what once did for the creator as a whole. */
function newestOf({ creator_id, parts, uncalibrated_minor }: CreatorCalibration, factors: readonly StandingFactor[]): StandingFactor | undefined {
  const [most] = [...parts].sort((one, other) => other.credit_minor - one.credit_minor);
  const holds = most !== undefined && most.credit_minor >= uncalibrated_minor ? most.factor : undefined;
  return holds ?? factors.find(({ creator_ids }) => creator_ids.includes(creator_id));
}
