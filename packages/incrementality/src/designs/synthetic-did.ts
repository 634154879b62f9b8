import { z } from 'zod';
import { type Analysis, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { earlierPanel } from '../geo/difference.js';
import { scaled } from '../geo/effect-scale.js';
import { inferenceOf } from '../geo/normal-inference.js';
import { type Panel, panelKeys, panelOf, panelRequest, treatedMean } from '../geo/panel.js';
import { placeboCountGuard, timePlaceboGuard } from '../geo/placebo-guards.js';
import { placeboError, placeboP } from '../geo/placebo-sets.js';
import { mean } from '../geo/pool.js';
import { drawsFrom } from '../geo/random.js';
import { syntheticDifference, syntheticDifferencePlacebos } from '../geo/synthetic-did.js';
import { common } from '../spec.js';

const schema = z.strictObject({ design: z.literal('synthetic_did'), ...common, ...panelKeys, seed: z.int().default(1) });

export interface SyntheticDifferenceAnalysis extends Analysis {
  readonly placebo?: { readonly standard_error: number; readonly p: number };
  readonly unit_weights: Readonly<Record<string, number>>;
  readonly time_weights: Readonly<Record<string, number>>;
}

/** Grade B. The standard error is the placebos', the interval normal with it, as the paper has it. */
export const syntheticDidDesign = defineDesign({
  schema,
  wants: panelRequest,
  analyze: (spec, table): SyntheticDifferenceAnalysis => {
    const panel = panelOf(spec, table);
    const { estimate, unitWeights, timeWeights } = syntheticDifference(panel);
    const placebos = syntheticDifferencePlacebos(panel, drawsFrom(spec.seed));
    const { alpha, alternative, scale } = spec;
    const standard_error = placebos.length < 2 ? undefined : placeboError(placebos);
    const inference = standard_error === undefined || standard_error === 0 ? undefined : inferenceOf(estimate, standard_error, spec);
    const observed = mean(treatedMean(panel).slice(panel.pres));
    return {
      design: 'synthetic_did',
      scale,
      ...scaled({ estimate, interval: inference?.interval, standard_error, observed }, scale),
      ...(inference === undefined ? {} : { statistic: inference.statistic, p: inference.p }),
      alpha,
      ...(standard_error === undefined ? {} : { placebo: { standard_error, p: placeboP(estimate, placebos, alternative) } }),
      unit_weights: Object.fromEntries(panel.donors.map((name, place) => [name, unitWeights[place] ?? 0])),
      time_weights: Object.fromEntries(panel.times.slice(0, panel.pres).map((time, place) => [String(time), timeWeights[place] ?? 0])),
      ...judged([placeboCountGuard(placebos.length), timePlaceboGuard(inTimeP(panel, spec.seed), alpha)]),
      notes: [`${panel.treated.length} treated units against ${panel.donors.length}; the standard error is that of ${placebos.length} placebos.`],
    };
  },
});

function inTimeP(panel: Panel, seed: number): number | undefined {
  const earlier = earlierPanel(panel, panel.times.length - panel.pres);
  if (earlier === undefined) return undefined;
  const placebos = syntheticDifferencePlacebos(earlier, drawsFrom(seed));
  return placebos.length < 2 ? undefined : placeboP(syntheticDifference(earlier).estimate, placebos, 'two_sided');
}
