/** Every coalition of more players than these is too many. */
export const EXACT_PLAYERS_MAX = 16;

/**
 * Shapley values of a game given by a table of all coalitions: φ_i = Σ_{S∌i} |S|!(n−|S|−1)!/n! · (v(S∪i) − v(S)) (Shapley 1953).
 * @param players at most 16
 * @param worths by coalition, a bit for each of its players
 */
export function shapleyOfCoalitions(players: number, worths: ArrayLike<number>): Float64Array {
  if (players > EXACT_PLAYERS_MAX) throw new RangeError(`a table of coalitions has at most ${EXACT_PLAYERS_MAX} players`);
  const values = new Float64Array(players);
  const weights = joinWeights(players);
  const coalitions = 2 ** players;
  for (let coalition = 0; coalition < coalitions; coalition += 1) {
    const worth = worths[coalition] ?? 0;
    const weight = weights[size(coalition)] ?? 0;
    for (let player = 0; player < players; player += 1) {
      const bit = 1 << player;
      if ((coalition & bit) === 0) values[player] = (values[player] ?? 0) + weight * ((worths[coalition | bit] ?? 0) - worth);
    }
  }
  return values;
}

/** |S|!(n−|S|−1)!/n! by |S|: one over n times the number of coalitions of that size among the others. */
export function joinWeights(players: number): Float64Array {
  const weights = new Float64Array(players);
  let coalitions = 1;
  for (let members = 0; members < players; members += 1) {
    weights[members] = 1 / (players * coalitions);
    coalitions = (coalitions * (players - 1 - members)) / (members + 1);
  }
  return weights;
}

function size(coalition: number): number {
  let members = 0;
  for (let rest = coalition; rest !== 0; rest &= rest - 1) members += 1;
  return members;
}
