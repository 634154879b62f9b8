import type { Config } from '@touchline/runtime';
import { z } from 'zod';
import { askApi } from './api.js';

const RUN_MS_MAX = 600_000;

const fitSchema = z.object({
  run_id: z.string().nullable(),
  level: z.string(),
  order: z.number(),
  conversions: z.number(),
  nulls: z.number(),
  p_conversion: z.number(),
  channels: z.number(),
  lines_written: z.number(),
  duration_ms: z.number(),
});

const runSchema = z.object({
  workspace_id: z.string(),
  run_id: z.string().nullable(),
  conversions: z.number(),
  lines_written: z.number(),
  nothing_new: z.boolean(),
  duration_ms: z.number(),
  fit: fitSchema.optional(),
});

export type RunAnswer = z.infer<typeof runSchema>;

const answerSchema = z.object({ runs: z.array(runSchema) });

/** What a run is asked for; a fit keeps of its level and order what is not said. */
export interface RunWish {
  readonly workspace_id?: string;
  readonly fit?: { readonly level?: string; readonly order?: number; readonly seed?: number };
}

/** Asks the running aggregator for an attribution run, of one workspace or all. @throws TouchlineError TL_NOT_RUNNING, TL_WORKSPACE_UNKNOWN */
export async function runAttributionNow(config: Config, wish: RunWish = {}): Promise<readonly RunAnswer[]> {
  const url = `http://127.0.0.1:${config.TOUCHLINE_AGGREGATOR_ADMIN_PORT}/attribution/runs`;
  return answerSchema.parse(await askApi({ method: 'POST', url, body: wish, answer_ms_max: RUN_MS_MAX })).runs;
}

const slotSchema = z.object({
  slot_id: z.string(),
  state: z.string(),
  code: z.string().optional(),
  deliveries: z.array(z.object({ channel: z.string(), state: z.string(), attempts: z.number(), code: z.string().optional() })),
});

/** Asks the running aggregator to make a schedule's report now. @throws TouchlineError TL_NOT_RUNNING, TL_ENTITY_UNKNOWN, TL_STORE_UNAVAILABLE */
export async function runReportNow(config: Config, workspace_id: string, schedule_id: string): Promise<z.infer<typeof slotSchema>> {
  const url = `http://127.0.0.1:${config.TOUCHLINE_AGGREGATOR_ADMIN_PORT}/reports/runs`;
  return slotSchema.parse(await askApi({ method: 'POST', url, body: { workspace_id, schedule_id }, answer_ms_max: RUN_MS_MAX }));
}
