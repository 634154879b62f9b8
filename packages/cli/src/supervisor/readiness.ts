import type { Config, HealthState } from '@touchline/runtime';
import { z } from 'zod';
import type { ProcessPlan } from './processes.js';

const ASK_MS_MAX = 2_000;

export interface Readiness {
  /** It can be given work: also true of a process that is degraded and takes traffic all the same. */
  readonly ready: boolean;
  readonly state: HealthState | 'down';
  readonly detail: string | undefined;
}

/** The warehouse answers in ClickHouse's words, the services in these. */
const schema = z.object({ state: z.enum(['ready', 'degraded', 'unhealthy']), detail: z.string().optional() });

/** Asks one process whether it can work. */
export async function askReadiness(plan: ProcessPlan, config: Config): Promise<Readiness> {
  try {
    const answer = await fetch(plan.readyUrl(config), { signal: AbortSignal.timeout(ASK_MS_MAX) });
    const told = toldIn(await answer.text());
    return { ready: answer.ok, state: told?.state ?? (answer.ok ? 'ready' : 'unhealthy'), detail: told?.detail };
  } catch {
    return { ready: false, state: 'down', detail: undefined };
  }
}

function toldIn(text: string): z.infer<typeof schema> | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
