import { z } from 'zod';
import { type Analysis, judged } from '../analysis.js';
import { defineDesign } from '../design.js';
import { differenceBefore, differenceInDifferences, placeboSummary } from '../geo/difference.js';
import { scaled } from '../geo/effect-scale.js';
import { inferenceOf } from '../geo/normal-inference.js';
import { panelKeys, panelOf, panelRequest, treatedMean } from '../geo/panel.js';
import { placeboCountGuard, timePlaceboGuard } from '../geo/placebo-guards.js';
import { mean } from '../geo/pool.js';
import { drawsFrom } from '../geo/random.js';
import { common } from '../spec.js';

const schema = z.strictObject({ design: z.literal('did'), ...common, ...panelKeys, seed: z.int().default(1) });

export interface DifferenceAnalysis extends Analysis {
  readonly placebo?: { readonly standard_error: number; readonly p: number };
}

/** Grade B: honest only as far as treated and donors would have moved alike; the placebos are the evidence for that. */
export const didDesign = defineDesign({
  schema,
  wants: panelRequest,
  analyze: (spec, table): DifferenceAnalysis => {
    const panel = panelOf(spec, table);
    const draws = drawsFrom(spec.seed);
    const difference = differenceInDifferences(panel, draws);
    const placebo = placeboSummary(difference, spec.alternative);
    const before = differenceBefore(panel, panel.times.length - panel.pres, draws);
    const inference = placebo === undefined || placebo.standard_error === 0 ? undefined : inferenceOf(difference.estimate, placebo.standard_error, spec);
    const observed = mean(treatedMean(panel).slice(panel.pres));
    const { alpha } = spec;
    return {
      design: 'did',
      scale: spec.scale,
      ...scaled({ estimate: difference.estimate, interval: inference?.interval, standard_error: placebo?.standard_error, observed }, spec.scale),
      ...(inference === undefined ? {} : { statistic: inference.statistic, p: inference.p }),
      alpha,
      ...(placebo === undefined ? {} : { placebo }),
      ...judged([
        placeboCountGuard(difference.placebos.length),
        timePlaceboGuard(before === undefined ? undefined : placeboSummary(before, 'two_sided')?.p, alpha),
      ]),
      notes: [`${panel.treated.length} treated units against ${panel.donors.length}, ${panel.pres} times before and ${panel.times.length - panel.pres} after.`],
    };
  },
});
