import type { FastifyInstance } from 'fastify';

/** Adds routes to the loopback admin server. */
export type AdminRoutes = (server: FastifyInstance) => void;

export const HEALTH_STATES = ['ready', 'degraded', 'unhealthy'] as const;

/** `degraded`: it works, but something is wrong that somebody should look at. `unhealthy`: it cannot do its work. */
export type HealthState = (typeof HEALTH_STATES)[number];

export interface Health {
  /** Should it be given work now? `/readyz` answers 200 if so. */
  readonly ready: boolean;
  readonly state: HealthState;
  /** What is wrong, or what is worth knowing; no personal data. */
  readonly detail?: string;
}

export function healthy(detail?: string): Health {
  return { ready: true, state: 'ready', ...(detail === undefined ? {} : { detail }) };
}

/** `ready`: whether traffic may still be sent. */
export function degraded(detail: string, { ready }: { readonly ready: boolean }): Health {
  return { ready, state: 'degraded', detail };
}

export function unhealthy(detail: string): Health {
  return { ready: false, state: 'unhealthy', detail };
}

export interface RunningService {
  /** Where it answers the world; left out when it does not. */
  readonly address?: string;
  health(): Health | Promise<Health>;
  /** Ends cleanly: what was taken is finished first. */
  stop(): Promise<void>;
  /** More routes on the loopback admin port. */
  readonly admin?: AdminRoutes;
}
