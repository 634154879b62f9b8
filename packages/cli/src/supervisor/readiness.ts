import type { Config } from '@touchline/runtime';
import type { ProcessPlan } from './processes.js';

const ASK_MS_MAX = 2_000;

export interface Readiness {
  readonly state: 'ready' | 'not ready' | 'down';
  readonly detail: string | undefined;
}

/** Asks one process whether it can work. */
export async function askReadiness(plan: ProcessPlan, config: Config): Promise<Readiness> {
  try {
    const answer = await fetch(plan.readyUrl(config), { signal: AbortSignal.timeout(ASK_MS_MAX) });
    const text = await answer.text();
    return { state: answer.ok ? 'ready' : 'not ready', detail: detailOf(text) };
  } catch {
    return { state: 'down', detail: undefined };
  }
}

function detailOf(text: string): string | undefined {
  try {
    const detail: unknown = (JSON.parse(text) as { detail?: unknown }).detail;
    return typeof detail === 'string' ? detail : undefined;
  } catch {
    return undefined;
  }
}
