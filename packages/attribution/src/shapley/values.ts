import { EXACT_PLAYERS_MAX, joinWeights, shapleyOfCoalitions } from './coalitions.js';
import { type SampleOptions, sampleShapley } from './permutations.js';

/** What each player of a game is worth. */
export interface ShapleyValues {
  readonly values: ReadonlyMap<string, number>;
  /** Where values were drawn; undefined where they are exact. */
  readonly standard_errors: ReadonlyMap<string, number> | undefined;
}

const SAMPLES: SampleOptions = { samples: 2_000, seed: 0 };

/**
 * Shapley values of any game: exact up to 16 players (every coalition is asked for its worth once), from random orders with their reverses above.
 * @param players distinct names
 * @param value worth of a coalition, whose names come in the order of `players`
 */
export function shapleyValues(
  players: readonly string[],
  value: (coalition: readonly string[]) => number,
  options: Partial<SampleOptions> = {},
): ShapleyValues {
  const named = (figures: Float64Array) => new Map(players.map((player, index) => [player, figures[index] ?? 0]));
  if (players.length <= EXACT_PLAYERS_MAX) {
    const worths = Float64Array.from({ length: 2 ** players.length }, (_, coalition) =>
      value(players.filter((_name, index) => (coalition & (1 << index)) !== 0)),
    );
    return { values: named(shapleyOfCoalitions(players.length, worths)), standard_errors: undefined };
  }
  const none = value([]);
  const sampled = sampleShapley(players.length, { ...SAMPLES, ...options }, (order) => {
    const marginals = new Float64Array(players.length);
    const members = new Set<number>();
    let before = none;
    for (const player of order) {
      members.add(player);
      const worth = value(players.filter((_name, index) => members.has(index)));
      marginals[player] = worth - before;
      before = worth;
    }
    return marginals;
  });
  return { values: named(sampled.values), standard_errors: named(sampled.standard_errors) };
}

/** A coalition and what it is worth. */
export interface Coalition {
  readonly members: ReadonlySet<string>;
  readonly worth: number;
}

/**
 * Shapley values of a game of which some coalitions are named and every other is worth 0: exact for any number of players, because the formula is a sum over
 * coalitions: v(S) adds (|S|−1)!(n−|S|)!/n! · v(S) to each of its members and takes |S|!(n−|S|−1)!/n! · v(S) from everybody else.
 * @param coalitions each once, of known players
 */
export function shapleyOfNamed(players: readonly string[], coalitions: readonly Coalition[]): Map<string, number> {
  const weights = joinWeights(players.length);
  const values = new Map(players.map((player) => [player, 0]));
  for (const { members, worth } of coalitions) {
    const [joined, stayedOut] = [(weights[members.size - 1] ?? 0) * worth, (weights[members.size] ?? 0) * worth];
    for (const player of players) values.set(player, (values.get(player) ?? 0) + (members.has(player) ? joined : -stayedOut));
  }
  return values;
}
