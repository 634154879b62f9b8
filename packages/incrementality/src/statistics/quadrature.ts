const NODES = 16;
const NEWTON_STEPS_MAX = 50;

/** Nodes and weights on an interval: Σ weight · f(node) is the integral. */
export interface Grid {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Gauss–Legendre with 16 nodes on [−1, 1]: roots of P₁₆ by Newton, weights 2/((1 − x²)P₁₆′(x)²). Source: Abramowitz and Stegun 25.4.29. */
const UNIT = unitGrid();

function unitGrid(): Grid {
  const nodes = new Float64Array(NODES);
  const weights = new Float64Array(NODES);
  for (let place = 0; place < NODES; place += 1) {
    let x = Math.cos((Math.PI * (place + 0.75)) / (NODES + 0.5));
    let slope = 1;
    for (let step = 0; step < NEWTON_STEPS_MAX; step += 1) {
      const [value, derivative] = legendre(x);
      slope = derivative;
      const next = x - value / derivative;
      if (next === x) break;
      x = next;
    }
    nodes[place] = x;
    weights[place] = 2 / ((1 - x * x) * slope * slope);
  }
  return { nodes, weights };
}

/** P₁₆(x) and its derivative, by the three-term recurrence. */
function legendre(x: number): [number, number] {
  let [before, value] = [1, x];
  for (let order = 2; order <= NODES; order += 1) {
    [before, value] = [value, ((2 * order - 1) * x * value - (order - 1) * before) / order];
  }
  return [value, (NODES * (x * value - before)) / (x * x - 1)];
}

/** `panels` times 16 Gauss–Legendre nodes between `low` and `high`. */
export function gridOf(low: number, high: number, panels: number): Grid {
  const nodes = new Float64Array(panels * NODES);
  const weights = new Float64Array(panels * NODES);
  const half = (high - low) / panels / 2;
  for (let panel = 0; panel < panels; panel += 1) {
    const centre = low + half * (2 * panel + 1);
    for (let place = 0; place < NODES; place += 1) {
      nodes[panel * NODES + place] = centre + half * (UNIT.nodes[place] ?? 0);
      weights[panel * NODES + place] = half * (UNIT.weights[place] ?? 0);
    }
  }
  return { nodes, weights };
}

/** ∫ f over the grid. */
export function integrate({ nodes, weights }: Grid, f: (x: number) => number): number {
  let sum = 0;
  for (let place = 0; place < nodes.length; place += 1) sum += (weights[place] ?? 0) * f(nodes[place] ?? 0);
  return sum;
}
