/** A pair of markets: treatment less control. */
export interface PairDifference {
  readonly response: number;
  readonly spend: number;
}

/** A stretch of θ on which the residuals Δresponse − θ·Δspend keep their order, and that order. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Pairs by residual, smallest first. */
  readonly order: readonly number[];
}

/**
 * Every stretch of θ between two crossings of residuals, from −∞ to ∞. Within one, which pairs are trimmed does not change, so the
 * trimmed mean is a straight line there. With n pairs there are up to n(n−1)/2 + 1.
 */
export function* stretches(pairs: readonly PairDifference[]): Generator<Stretch> {
  const crossings = crossingsOf(pairs);
  const order = [...pairs.keys()];
  let from = Number.NEGATIVE_INFINITY;
  for (const to of [...crossings, Number.POSITIVE_INFINITY]) {
    const inside = between(from, to);
    settle(order, (index) => (pairs[index]?.response ?? 0) - inside * (pairs[index]?.spend ?? 0));
    yield { from, to, order };
    from = to;
  }
}

function crossingsOf(pairs: readonly PairDifference[]): number[] {
  const crossings: number[] = [];
  pairs.forEach((left, index) => {
    for (const right of pairs.slice(index + 1)) {
      const at = (left.response - right.response) / (left.spend - right.spend);
      if (Number.isFinite(at)) crossings.push(at);
    }
  });
  crossings.sort((left, right) => left - right);
  return crossings.filter((at, index) => index === 0 || at > (crossings[index - 1] ?? 0));
}

function between(from: number, to: number): number {
  if (Number.isFinite(from) && Number.isFinite(to)) return from + (to - from) / 2;
  if (Number.isFinite(to)) return to - 1 - Math.abs(to);
  return Number.isFinite(from) ? from + 1 + Math.abs(from) : 0;
}

/** Insertion sort: from one stretch to the next next to nothing moves. */
function settle(order: number[], residual: (index: number) => number): void {
  const residuals = order.map(residual);
  for (let place = 1; place < order.length; place += 1) {
    const [index, value] = [order[place] ?? 0, residuals[place] ?? 0];
    let hole = place;
    while (hole > 0 && (residuals[hole - 1] ?? 0) > value) {
      order[hole] = order[hole - 1] ?? 0;
      residuals[hole] = residuals[hole - 1] ?? 0;
      hole -= 1;
    }
    order[hole] = index;
    residuals[hole] = value;
  }
}

/** The residuals at one θ, smallest first, with their pairs. */
export function sortedResiduals(
  pairs: readonly PairDifference[],
  theta: number,
): { readonly index: number; readonly residual: number; readonly spend: number }[] {
  return pairs
    .map(({ response, spend }, index) => ({ index, residual: response - theta * spend, spend }))
    .sort((left, right) => left.residual - right.residual);
}
