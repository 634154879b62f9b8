import { z } from 'zod';
import { type Analysis, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { common } from '../spec.js';
import { bisect } from '../statistics/roots.js';
import { waldTest } from '../statistics/tests.js';

const EFFECTS_MAX = 100_000;

const schema = z
  .strictObject({
    design: z.literal('pooling'),
    ...common,
    scale: z.literal('absolute').default('absolute'),
    method: z.enum(['paule_mandel', 'dersimonian_laird']).default('paule_mandel'),
    y: z.array(z.number()).min(2).max(EFFECTS_MAX),
    v: z.array(z.number().positive()).min(2).max(EFFECTS_MAX),
  })
  .refine(({ y, v }) => y.length === v.length, { path: ['v'], error: 'One variance for each effect in `y`.' });

type Spec = z.output<typeof schema>;

export interface PoolingAnalysis extends Analysis {
  /** Variance of the true effects between creators. */
  readonly tau_squared: number;
  /** Cochran's Q with weights 1/v. */
  readonly q: number;
  /** max(0, (Q − df)/Q), a share. */
  readonly i_squared: number;
  /** (τ²y + vμ)/(τ² + v), in the order given. */
  readonly shrunk: readonly number[];
  /** τ² > 0: with τ² = 0 the differences are no more than chance, and an order would be one of chance. */
  readonly ranking_allowed: boolean;
}

interface Weighted {
  readonly mean: number;
  readonly weight: number;
  /** Σ w(y − mean)². */
  readonly q: number;
}

function weighted({ y, v }: Pick<Spec, 'y' | 'v'>, tauSquared: number): Weighted {
  const w = v.map((variance) => 1 / (variance + tauSquared));
  const weight = w.reduce((sum, each) => sum + each, 0);
  const mean = y.reduce((sum, each, place) => sum + each * (w[place] ?? 0), 0) / weight;
  const q = y.reduce((sum, each, place) => sum + (w[place] ?? 0) * (each - mean) ** 2, 0);
  return { mean, weight, q };
}

/** τ² with Σ(y − μ)²/(v + τ²) = k − 1, 0 when even τ² = 0 leaves less. Source: Paule and Mandel 1982. */
function pauleMandel(effects: Pick<Spec, 'y' | 'v'>): number {
  const excess = (tauSquared: number) => weighted(effects, tauSquared).q - (effects.y.length - 1);
  if (excess(0) <= 0) return 0;
  const [low, high] = [Math.min(...effects.y), Math.max(...effects.y)];
  return bisect(excess, 0, (high - low) ** 2 * effects.y.length);
}

/** τ² = max(0, (Q − (k − 1))/(Σw − Σw²/Σw)), w = 1/v. Source: DerSimonian and Laird 1986. */
function derSimonianLaird(effects: Pick<Spec, 'y' | 'v'>): number {
  const { q, weight } = weighted(effects, 0);
  const squares = effects.v.reduce((sum, variance) => sum + 1 / variance ** 2, 0);
  return Math.max(0, (q - (effects.y.length - 1)) / (weight - squares / weight));
}

/** Effects of many creators (or experiments) as draws around a common mean: random-effects pooling, and each one shrunk towards it. */
function analyze(spec: Spec): PoolingAnalysis {
  const { y, v, method, alpha } = spec;
  const tau_squared = method === 'paule_mandel' ? pauleMandel(spec) : derSimonianLaird(spec);
  const { mean, weight } = weighted(spec, tau_squared);
  const { q } = weighted(spec, 0);
  const shrunk = y.map((effect, place) => (tau_squared * effect + (v[place] ?? 0) * mean) / (tau_squared + (v[place] ?? 0)));
  const ranking_allowed = tau_squared > 0;
  return {
    design: 'pooling',
    method,
    scale: 'absolute',
    ...waldTest(mean, Math.sqrt(1 / weight), spec),
    alpha,
    tau_squared,
    q,
    i_squared: q > 0 ? Math.max(0, (q - (y.length - 1)) / q) : 0,
    shrunk,
    ranking_allowed,
    ...judged([]),
    notes: ranking_allowed ? [] : ['No ranking: the effects differ no more than chance makes them.'],
  };
}

export const poolingDesign = defineDesign({ schema, analyze });
