import { z } from 'zod';
import { type Analysis, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import type { ConformalP } from '../geo/conformal.js';
import { scaled } from '../geo/effect-scale.js';
import { type Panel, panelKeys, panelOf, panelRequest, treatedMean } from '../geo/panel.js';
import { timePlaceboGuard } from '../geo/placebo-guards.js';
import { mean } from '../geo/pool.js';
import { drawsFrom } from '../geo/random.js';
import type { PlaceboRank } from '../geo/space-placebo.js';
import {
  conformal,
  placeboInterval,
  type SpacePlacebo,
  SYNTHETIC_METHODS,
  type SyntheticFit,
  type SyntheticSummary,
  spacePlacebo,
  syntheticFit,
  syntheticSummary,
  type TimePlacebo,
  timePlacebo,
} from '../geo/synthetic-control.js';
import type { Time } from '../geo/times.js';
import { common } from '../spec.js';

const schema = z.strictObject({
  design: z.literal('synthetic_control'),
  ...common,
  ...panelKeys,
  method: z.enum(SYNTHETIC_METHODS).default('simplex'),
  seed: z.int().default(1),
});

export interface SyntheticAnalysis extends Analysis, SyntheticSummary {
  readonly estimate: number;
  readonly weights: Readonly<Record<string, number>>;
  readonly gap: readonly { readonly time: Time; readonly observed: number; readonly synthetic: number }[];
  readonly placebo_in_space?: PlaceboRank;
  readonly placebo_in_time?: TimePlacebo;
  readonly conformal_p: ConformalP;
  /** λ of the augmented method. */
  readonly ridge_penalty?: number;
}

/** Grade B when its placebos pass. p and the interval are the placebo in space's; conformal p beside it. */
export const syntheticControlDesign = defineDesign({
  schema,
  wants: panelRequest,
  analyze: (spec, table): SyntheticAnalysis => {
    const panel = panelOf(spec, table);
    const { method, alpha, alternative } = spec;
    const fit = syntheticFit(panel, method);
    const placebo = spacePlacebo(fit, alternative);
    const interval = placeboInterval(fit, placebo, { alpha, side: alternative });
    const inTime = timePlacebo(panel, method, fit.penalty);
    const summary = syntheticSummary(fit, panel.treated.length);
    const observed = mean(treatedMean(panel).slice(panel.pres));
    return {
      design: 'synthetic_control',
      method,
      scale: spec.scale,
      ...summary,
      ...(scaled({ estimate: summary.estimate, interval, observed }, spec.scale) as { estimate: number }),
      statistic: placebo.ratio,
      ...(placebo.ratios.length === 0 ? {} : { p: placebo.p, placebo_in_space: rankOnly(placebo) }),
      alpha,
      weights: Object.fromEntries(panel.donors.map((name, place) => [name, fit.weights[place] ?? 0])),
      gap: gapRows(panel, fit),
      ...(inTime === undefined ? {} : { placebo_in_time: inTime }),
      conformal_p: conformal(panel, method, { penalty: fit.penalty, draws: drawsFrom(spec.seed) }),
      ...(fit.penalty === undefined ? {} : { ridge_penalty: fit.penalty }),
      ...judged([timePlaceboGuard(inTime?.p, alpha)]),
      notes: notesOf(panel, fit, { placebo, alpha, refused: interval === undefined }),
    };
  },
});

function rankOnly({ rank, of, p, smallest_possible_p }: PlaceboRank): PlaceboRank {
  return { rank, of, p, smallest_possible_p };
}

function gapRows(panel: Panel, fit: SyntheticFit): { time: Time; observed: number; synthetic: number }[] {
  const observed = treatedMean(panel);
  return panel.times.map((time, at) => ({ time, observed: observed[at] ?? 0, synthetic: (observed[at] ?? 0) - (fit.gaps[at] ?? 0) }));
}

function notesOf(panel: Panel, fit: SyntheticFit, found: { placebo: SpacePlacebo; alpha: number; refused: boolean }): string[] {
  const largest = fit.weights.indexOf(Math.max(...fit.weights));
  const notes = [`The largest weight is ${(fit.weights[largest] ?? 0).toFixed(3)}, of ${panel.donors[largest] ?? ''}.`];
  if (found.placebo.smallest_possible_p > found.alpha) {
    notes.push(
      `With ${panel.donors.length} donors no p can be below ${found.placebo.smallest_possible_p.toPrecision(3)}, so none can be below ${found.alpha}.`,
    );
  }
  if (found.refused) notes.push('No effect that is the same at every time agrees with the placebos, so no interval is given: the effect changes over time.');
  return notes;
}
