import { type Config, TouchlineError } from '@touchline/runtime';
import { z } from 'zod';

const RUN_MS_MAX = 600_000;

const runSchema = z.object({
  workspace_id: z.string(),
  run_id: z.string().nullable(),
  conversions: z.number(),
  lines_written: z.number(),
  nothing_new: z.boolean(),
  duration_ms: z.number(),
});

export type RunAnswer = z.infer<typeof runSchema>;

const answerSchema = z.object({ runs: z.array(runSchema) });

/** Asks the running aggregator for an attribution run, of one workspace or all. @throws TouchlineError TL_NOT_RUNNING */
export async function runAttributionNow(config: Config, workspaceId?: string): Promise<readonly RunAnswer[]> {
  const url = `http://127.0.0.1:${config.TOUCHLINE_AGGREGATOR_ADMIN_PORT}/attribution/runs`;
  let answer: Response;
  try {
    answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(workspaceId === undefined ? {} : { workspace_id: workspaceId }),
      signal: AbortSignal.timeout(RUN_MS_MAX),
    });
  } catch {
    throw new TouchlineError('TL_NOT_RUNNING', 'The aggregator does not answer.');
  }
  const body: unknown = await answer.json();
  if (!answer.ok) throw new TouchlineError('TL_STORE_UNAVAILABLE', (body as { message?: string }).message);
  return answerSchema.parse(body).runs;
}
