import { lineThrough } from './line.js';
import { nearestPoint } from './nearest-point.js';
import { differencesFromMean, gapsOf, mean, type Pool, poolOf, rootMeanSquare, simplexWeights } from './pool.js';
import { errorRatio, sizeOf } from './space-placebo.js';
import { cumulativeEffect } from './time-based-regression.js';

export const PLAN_METHODS = ['synthetic_control', 'tbr'] as const;
export type PlanMethod = (typeof PLAN_METHODS)[number];

/** A stretch of history on which a test is played that never was: the times before `from` are fitted, those to `to` stand for the test. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Windows of `duration` times, the latest first, each half a duration before the one after it, with at least twice as much before them. */
export function windowsOf(times: number, duration: number, most: number): Window[] {
  const step = Math.max(1, Math.floor(duration / 2));
  const windows: Window[] = [];
  for (let to = times; windows.length < most && to - duration >= Math.max(2 * duration, TIMES_LEAST); to -= step) windows.push({ from: to - duration, to });
  return windows;
}

/** Less history cannot be fitted. */
const TIMES_LEAST = 4;

/** What a set of markets shows in one window. */
export interface Played {
  /** The least effect, as a share of what there was, from which on every effect is found; infinite when none ever is. */
  readonly detectable: number;
  /** Whether an effect was found although there was none. */
  readonly falseAlarm: boolean;
  /** Pre-period error as a share of the markets' mean outcome. */
  readonly fitError: number;
}

export interface Market {
  readonly name: string;
  readonly series: readonly number[];
}

/**
 * For a window: a function that plays a test on a set of markets, all others being the comparison. Synthetic control: the effect is
 * found when its error ratio ranks rarely enough among the other markets' ratios, which are worked out once and hold for every set.
 */
export function windowPlayer(
  markets: readonly Market[],
  window: Window,
  asked: { method: PlanMethod; alpha: number; critical: (df: number) => number },
): (set: readonly number[]) => Played {
  const cut = markets.map(({ series }) => series.slice(0, window.to));
  if (asked.method === 'tbr') return (set) => playRegression(cut, window, { set, critical: asked.critical });
  const pool = poolOf(cut, window.from, true);
  const every = markets.map((_, index) => index);
  const ratios = every.map((target) => {
    const others = every.filter((index) => index !== target);
    return errorRatio(gapsOf(pool, target, others, simplexWeights(pool, target, others)), window.from, { size: sizeOf(pool, target), side: 'two_sided' });
  });
  return (set) => playSynthetic(pool, { set, ratios, alpha: asked.alpha });
}

function playSynthetic(pool: Pool, at: { set: readonly number[]; ratios: readonly number[]; alpha: number }): Played {
  const { series, fitted: from } = pool;
  const chosen = new Set(at.set);
  const rest = series.map((_, index) => index).filter((index) => !chosen.has(index));
  const weights = nearestPoint(differencesFromMean(pool, at.set, { donors: rest }));
  const treated = averaged(at.set.map((index) => series[index] ?? []));
  const gaps = averaged(at.set.map((target) => gapsOf(pool, target, rest, weights)));
  const allowed = Math.floor(at.alpha * (rest.length + 1) + 1e-9);
  const bound = rest.map((index) => at.ratios[index] ?? 0).sort((left, right) => right - left)[allowed - 1];
  const [before, after] = [rootMeanSquare(gaps.slice(0, from)), gaps.slice(from)];
  const fitError = before / Math.abs(mean(treated.slice(0, from)));
  if (allowed === 0 || bound === undefined) return { detectable: Number.POSITIVE_INFINITY, falseAlarm: false, fitError };
  // Mean of (gap + effect·outcome)² at least (bound·before)²: a parabola in the effect, whose upper root is where detection begins for good.
  const base = treated.slice(from);
  const a = mean(base.map((value) => value * value));
  const b = mean(after.map((gap, place) => gap * (base[place] ?? 0)));
  const c = mean(after.map((gap) => gap * gap)) - (bound * before) ** 2;
  const inside = b * b - a * c;
  const root = inside <= 0 ? 0 : (-b + Math.sqrt(inside)) / a;
  return { detectable: a > 0 ? Math.max(0, root) : Number.POSITIVE_INFINITY, falseAlarm: c > 0, fitError };
}

function playRegression(cut: readonly (readonly number[])[], { from }: Window, at: { set: readonly number[]; critical: (df: number) => number }): Played {
  const chosen = new Set(at.set);
  const treatment = summed(at.set.map((index) => cut[index] ?? []));
  const control = summed(cut.filter((_, index) => !chosen.has(index)));
  const part = (start: number, end?: number) => ({ control: control.slice(start, end), treatment: treatment.slice(start, end) });
  const effect = cumulativeEffect(part(0, from), part(from));
  const line = lineThrough(control.slice(0, from), treatment.slice(0, from));
  if (effect === undefined || line === undefined) return { detectable: Number.POSITIVE_INFINITY, falseAlarm: false, fitError: Number.POSITIVE_INFINITY };
  const bound = at.critical(line.df) * Math.sqrt(effect.variance);
  const outcome = treatment.slice(from).reduce((sum, value) => sum + value, 0);
  return {
    detectable: outcome > 0 ? Math.max(0, (bound - effect.incremental) / outcome) : Number.POSITIVE_INFINITY,
    falseAlarm: Math.abs(effect.incremental) >= bound,
    fitError: Math.sqrt(line.variance) / Math.abs(mean(treatment.slice(0, from))),
  };
}

/**
 * Sets of one size worth a look: every market with those that move most like it (by the correlation of their series), none twice. A set
 * of likes has the comparison that follows it best.
 */
export function candidateSets(markets: readonly Market[], size: number): number[][] {
  const seen = new Set<string>();
  return markets.flatMap(({ series }, anchor) => {
    const alike = markets
      .map((other, index) => ({
        index,
        correlation: index === anchor ? Number.POSITIVE_INFINITY : (lineThrough(series, other.series)?.correlation ?? Number.NEGATIVE_INFINITY),
      }))
      .sort((left, right) => right.correlation - left.correlation || left.index - right.index);
    const set = alike
      .slice(0, size)
      .map(({ index }) => index)
      .sort((left, right) => left - right);
    const key = set.join(',');
    if (seen.has(key)) return [];
    seen.add(key);
    return [set];
  });
}

function summed(series: readonly (readonly number[])[]): number[] {
  return (series[0] ?? []).map((_, at) => series.reduce((sum, values) => sum + (values[at] ?? 0), 0));
}

function averaged(series: readonly (readonly number[])[]): number[] {
  return summed(series).map((value) => value / series.length);
}
