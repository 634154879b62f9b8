import { normalDensity, normalUpper } from '../statistics/distributions.js';
import { gridOf } from '../statistics/quadrature.js';
import { bisect } from '../statistics/roots.js';
import { type Spending, spentBy } from './spending.js';

/** No z beyond is told apart from never. */
const Z_MAX = 38;
/** Where the lower end of a one-sided test is cut: less than 1e-15 of probability lies below. */
const LOWER_Z = -8;
/** Steps of a panel in standard deviations of the next increment; 16 nodes a panel make the error negligible. */
const PANEL_DEVIATIONS = 2.5;
/** Looks, of which each costs nodes squared. */
export const LOOKS_MAX = 200;

/** A plan of looks. */
export interface GroupSequentialPlan {
  readonly spending: Spending;
  readonly alpha: number;
  readonly sides: 1 | 2;
  /** Information at each look as a share of what was planned, rising; beyond 1 everything is spent. */
  readonly t: readonly number[];
}

export interface Look {
  readonly t: number;
  /** Error probability spent up to this look, of both boundaries where there are two. */
  readonly spent: number;
  /** The boundary as a nominal p: 2(1 − Φ(z)), or 1 − Φ(z) for one side. */
  readonly adjusted_alpha: number;
  /** Upper boundary of the z statistic; null when too little is spent to ever cross. */
  readonly z: number | null;
}

/** Density of the score process S = Z·√t on the paths that have not crossed yet. */
interface Surviving {
  readonly nodes: Float64Array;
  /** Density times quadrature weight. */
  readonly mass: Float64Array;
  readonly t: number;
}

/**
 * Boundaries whose crossing probabilities under no effect are exactly what is spent, by recursive numerical integration over the
 * score process with independent increments. Source: Armitage, McPherson, Rowe 1969; Lan and DeMets 1983; Jennison and Turnbull 2000, ch. 19.
 */
export function boundaries(plan: GroupSequentialPlan): Look[] {
  const alphaEach = plan.alpha / plan.sides;
  const looks: Look[] = [];
  let before: Surviving = { nodes: new Float64Array([0]), mass: new Float64Array([1]), t: 0 };
  let spentEach = 0;
  for (const [place, t] of plan.t.entries()) {
    const spent = spentBy(plan.spending, alphaEach, Math.min(1, t));
    const z = boundaryAt(before, t, spent - spentEach);
    spentEach = Math.max(spent, spentEach);
    const adjusted_alpha = plan.sides * normalUpper(z ?? Z_MAX);
    looks.push({ t, spent: spentEach * plan.sides, adjusted_alpha: z === null ? 0 : adjusted_alpha, z });
    const next = plan.t[place + 1];
    if (next !== undefined) before = survivingAt(before, { t, step: next - t, lower: plan.sides === 2 ? -(z ?? Z_MAX) : LOWER_Z, upper: z ?? Z_MAX });
  }
  return looks;
}

/** z whose crossing from above has probability `spend`; null when none below Z_MAX has. */
function boundaryAt(before: Surviving, t: number, spend: number): number | null {
  const excess = (z: number) => crossing(before, t, z) - spend;
  if (!(spend > 0) || excess(Z_MAX) > 0) return null;
  return bisect(excess, LOWER_Z, Z_MAX);
}

/** P(not crossed before, S(t) > z√t). */
function crossing({ nodes, mass, t: earlier }: Surviving, t: number, z: number): number {
  const deviation = Math.sqrt(t - earlier);
  const bound = z * Math.sqrt(t);
  let sum = 0;
  for (let place = 0; place < nodes.length; place += 1) sum += (mass[place] ?? 0) * normalUpper((bound - (nodes[place] ?? 0)) / deviation);
  return sum;
}

/** Carries the density one look further, over where testing goes on. @param region z bounds, and the information until the next look */
function survivingAt(before: Surviving, region: { t: number; step: number; lower: number; upper: number }): Surviving {
  const { t, step } = region;
  const deviation = Math.sqrt(t - before.t);
  // Beyond 9 standard deviations there is no mass worth a node.
  const [low, high] = [Math.max(region.lower, -9) * Math.sqrt(t), Math.min(region.upper, 9) * Math.sqrt(t)];
  const panels = Math.max(1, Math.ceil((high - low) / (PANEL_DEVIATIONS * Math.sqrt(Math.min(step, t - before.t)))));
  const { nodes, weights } = gridOf(low, high, panels);
  const mass = nodes.map((node, place) => {
    let density = 0;
    for (let from = 0; from < before.nodes.length; from += 1) {
      density += (before.mass[from] ?? 0) * normalDensity((node - (before.nodes[from] ?? 0)) / deviation);
    }
    return ((weights[place] ?? 0) * density) / deviation;
  });
  return { nodes, mass, t };
}
