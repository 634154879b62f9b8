import { z } from 'zod';
import { common, share } from '../spec.js';
import type { Comparison, Metric } from './question.js';

/** The keys of a power question, for the design and for plans. */
export const powerFields = {
  ...common,
  method: z.literal('closed_form').optional(),
  scale: z.enum(['absolute', 'relative']).optional(),
  metric: z.enum(['proportion', 'mean']),
  baseline: share.optional(),
  mean: z.number().optional(),
  variance: z.number().positive().optional(),
  effect: z.number().optional(),
  effect_scale: z.enum(['absolute', 'relative']).optional(),
  arms: z.int().min(2).max(100).default(2),
  n_per_arm: z.number().min(2).optional(),
  n_total: z.number().min(4).optional(),
  power: share.optional(),
  solve: z.enum(['power', 'n', 'effect']),
  test: z.enum(['z', 't']).default('z'),
  n_star: z.number().positive().optional(),
};

type Fields = z.output<z.ZodObject<typeof powerFields>>;

/** `"metric": {"proportion": {"baseline": 0.2}}` says the same as `"metric": "proportion", "baseline": 0.2`. */
export function flatMetric(raw: unknown): unknown {
  if (typeof raw !== 'object' || raw === null || !('metric' in raw) || typeof raw.metric !== 'object' || raw.metric === null) return raw;
  const [kind, ...others] = Object.keys(raw.metric);
  const inner = kind === undefined ? undefined : (raw.metric as Readonly<Record<string, unknown>>)[kind];
  if (others.length > 0 || typeof inner !== 'object' || inner === null) return raw;
  return { ...raw, ...inner, metric: kind };
}

type Refuse = (path: string, message: string) => void;

/** What the metric and the question need is there, and nothing that contradicts them. */
export function checkPower(spec: Fields, context: z.RefinementCtx): void {
  const refuse: Refuse = (path, message) => context.addIssue({ code: 'custom', path: [path], message });
  if (spec.metric === 'proportion') checkProportion(spec, refuse);
  else checkMean(spec, refuse);
  if (spec.solve !== 'effect' && spec.effect === undefined) refuse('effect', 'Needed unless it is solved for.');
  if (spec.solve === 'n' && spec.effect === 0) refuse('effect', 'No number of units finds an effect of 0.');
  if (spec.n_star !== undefined && spec.test === 't') refuse('test', 'A confidence sequence is z.');
  if (spec.n_star !== undefined && spec.alternative !== 'two_sided' && spec.alpha >= 0.5) refuse('alpha', 'A one-sided sequence needs alpha below 0.5.');
  if (spec.n_per_arm !== undefined && spec.n_total !== undefined && spec.n_total !== spec.n_per_arm * spec.arms) {
    refuse('n_total', '`n_total` is not `arms` times `n_per_arm`; give one of them.');
  }
}

function checkProportion(spec: Fields, refuse: Refuse): void {
  if (spec.baseline === undefined) refuse('baseline', 'A proportion needs its baseline.');
  if (spec.mean !== undefined || spec.variance !== undefined) refuse(spec.mean === undefined ? 'variance' : 'mean', 'A proportion has only a baseline.');
  checkRoom(spec, refuse);
}

function checkMean(spec: Fields, refuse: Refuse): void {
  if (spec.mean === undefined) refuse('mean', 'A mean needs its mean.');
  if (spec.variance === undefined) refuse('variance', 'A mean needs its variance.');
  if (spec.baseline !== undefined) refuse('baseline', 'A mean has no baseline; its mean is it.');
  if (scaleOf(spec) === 'relative' && spec.mean !== undefined && spec.mean <= 0) refuse('mean', 'A relative effect needs a mean above 0.');
}

function checkRoom(spec: Fields, refuse: Refuse): void {
  if (spec.baseline === undefined || spec.effect === undefined) return;
  const treated = spec.baseline + (scaleOf(spec) === 'relative' ? spec.baseline * spec.effect : spec.effect);
  if (treated < 0 || treated > 1) refuse('effect', `The treated rate would be ${treated}.`);
}

/** The effect's scale; `scale` is taken for it where it is not given itself. */
function scaleOf({ effect_scale, scale }: Pick<Fields, 'effect_scale' | 'scale'>): 'absolute' | 'relative' {
  return effect_scale ?? scale ?? 'absolute';
}

export function comparisonOf(spec: Fields): Comparison {
  const metric: Metric =
    spec.metric === 'proportion'
      ? { kind: 'proportion', baseline: spec.baseline ?? Number.NaN }
      : { kind: 'mean', mean: spec.mean ?? Number.NaN, variance: spec.variance ?? Number.NaN };
  const { alpha, alternative, test, n_star } = spec;
  return { metric, effect_scale: scaleOf(spec), alpha, alternative, test, n_star };
}

/** Units per arm as given, over whichever key. */
export function unitsPerArm({ n_per_arm, n_total, arms }: Pick<Fields, 'n_per_arm' | 'n_total' | 'arms'>): number | undefined {
  return n_per_arm ?? (n_total === undefined ? undefined : n_total / arms);
}
