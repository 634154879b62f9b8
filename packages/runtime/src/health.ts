import type { FastifyInstance } from 'fastify';

/** Adds routes to the loopback admin server. */
export type AdminRoutes = (server: FastifyInstance) => void;

export interface Health {
  /** Can it do its work now? */
  readonly ready: boolean;
  /** Why not, or what is worth knowing; no personal data. */
  readonly detail?: string;
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
