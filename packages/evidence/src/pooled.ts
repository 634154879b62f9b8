import { type Analysis, type Interval, prepareAnalysis } from '@touchline/incrementality';
import type { Effect, LiftResult } from './result.js';

/** Experiments as draws around a common mean, and each one drawn towards it by how little it knows. */
export interface Pooled {
  readonly metric: string;
  readonly scale: Effect['scale'];
  readonly estimate: number;
  readonly interval: Interval | null;
  /** Variance of the true effects between experiments. */
  readonly tau_squared: number;
  /** False where the differences are no more than chance: an order would be one of chance. */
  readonly ranking_allowed: boolean;
  readonly members: readonly { readonly experiment_id: string; readonly estimate: number; readonly shrunk: number }[];
}

interface Member {
  readonly experiment_id: string;
  readonly key: string;
  readonly effect: Effect & { readonly estimate: number; readonly standard_error: number };
}

const MEMBERS_MIN = 2;

/**
 * Pools the largest group of experiments that measured one metric on one scale: Paule-Mandel. Only grades A and B (I8), one
 * comparison each. undefined with fewer than two.
 */
export function poolResults(results: readonly LiftResult[]): Pooled | undefined {
  const groups = new Map<string, Member[]>();
  for (const member of results.flatMap(membersOf)) groups.set(member.key, [...(groups.get(member.key) ?? []), member]);
  const [members = []] = [...groups.values()].sort((one, other) => other.length - one.length);
  const first = members[0];
  if (first === undefined || members.length < MEMBERS_MIN) return undefined;
  const y = members.map(({ effect }) => effect.estimate);
  const pooling = prepareAnalysis({ design: 'pooling', y, v: members.map(({ effect }) => effect.standard_error ** 2) }).run() as Pooling;
  return {
    metric: first.key,
    scale: first.effect.scale,
    estimate: pooling.estimate ?? 0,
    interval: pooling.interval ?? null,
    tau_squared: pooling.tau_squared,
    ranking_allowed: pooling.ranking_allowed,
    members: members.map(({ experiment_id, effect }, place) => ({
      experiment_id,
      estimate: effect.estimate,
      shrunk: pooling.shrunk[place] ?? effect.estimate,
    })),
  };
}

/** What the design `pooling` answers beside the common keys. */
interface Pooling extends Analysis {
  readonly tau_squared: number;
  readonly ranking_allowed: boolean;
  readonly shrunk: readonly number[];
}

function membersOf({ experiment_id, grade, metric, comparisons }: LiftResult): Member[] {
  const [comparison] = comparisons;
  const effect = comparison?.fixed ?? comparison?.sequential;
  if (grade === 'C' || effect?.estimate == null || effect.standard_error === null || effect.standard_error <= 0) return [];
  const { estimate, standard_error, scale } = effect;
  const name = metric.kind === 'geo_outcome' ? metric.name : metric.kind;
  return [{ experiment_id, key: `${name}, ${scale}`, effect: { ...effect, estimate, standard_error } }];
}
