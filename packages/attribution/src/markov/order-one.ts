import type { ChainCounts } from './counts.js';
import { eliminate, gainsFrom, inverseDiagonal } from './elimination.js';
import type { ChainShape } from './shape.js';

/** What a removed channel takes with it, by channel, in conversions and in value. */
export interface Losses {
  readonly conversions: Float64Array;
  readonly values: Float64Array;
}

/**
 * At order 1 every channel is a state, and one factorisation gives all removal effects: RE_c = N[start,c] · v_c / (N[c,c] · v_start), where
 * N = (I − Q)⁻¹ and v = N·r (Kemeny and Snell 1960: N[start,c] / N[c,c] is the probability that c is ever visited). N[start,c] is counted:
 * a chain fitted to whole journeys visits a state as often as they did. Losses are RE_c times all conversions, without the division.
 */
export function orderOneLosses(shape: ChainShape, counts: ChainCounts, channels: number): Losses {
  const states = shape.windows.length;
  const between = new Float64Array(states * states);
  for (let to = 0; to < states; to += 1) {
    for (let at = shape.incoming[to] ?? 0; at < (shape.incoming[to + 1] ?? 0); at += 1) between[(shape.from[at] ?? 0) * states + to] = counts.moved[at] ?? 0;
  }
  const leaving = counts.conversions.map((conversions, state) => conversions + (counts.nulls[state] ?? 0));
  const factors = eliminate({ states, between, leaving });
  const diagonal = inverseDiagonal(factors);
  const [converted, gained] = [gainsFrom(factors, counts.conversions), gainsFrom(factors, counts.values)];
  const losses = { conversions: new Float64Array(channels), values: new Float64Array(channels) };
  for (const [state, [channel = 0]] of shape.windows.entries()) {
    // Journeys that ever visit: N[start,c] · journeys = visits, N[c,c] = visits · inverse.
    const inverse = diagonal[state] ?? 0;
    const visitors = inverse === 0 ? 0 : 1 / inverse;
    losses.conversions[channel] = visitors * (converted[state] ?? 0);
    losses.values[channel] = visitors * (gained[state] ?? 0);
  }
  return losses;
}
