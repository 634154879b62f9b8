import { LEVELS } from '@touchline/ledger';
import { type AdminRoutes, answerErrors, countRequests, errorOfIssues, type Logger, type Metrics } from '@touchline/runtime';
import { z } from 'zod';
import type { Aggregator } from './aggregator.js';
import type { ReportDesk } from './report-desk.js';
import { reportRoutes } from './report-routes.js';

const SEED_MAX = 4_294_967_295;
const ORDERS = [1, 2, 3, 4] as const;

const fitSchema = z.strictObject({
  level: z.enum(LEVELS).optional(),
  order: z.literal(ORDERS).optional(),
  seed: z.int().min(0).max(SEED_MAX).optional(),
});
const bodySchema = z.strictObject({ workspace_id: z.string().min(1).max(64).optional(), fit: fitSchema.optional() }).default({});

export interface RunRouteOptions {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly desk?: ReportDesk;
}

/** `POST /attribution/runs` {workspace_id?, fit?: {level?, order?, seed?}} runs now and answers the figures of each run; with a desk also what makes reports now. */
export function runRoutes(aggregator: Aggregator, { logger, metrics, desk }: RunRouteOptions): AdminRoutes {
  return (server) => {
    answerErrors(server, logger);
    // A scope of its own: health and metrics are asked for all the time and are not what is counted.
    server.register(async (scope) => {
      countRequests(scope, metrics);
      if (desk !== undefined) reportRoutes(scope, desk);
      scope.post('/attribution/runs', async (request) => {
        const body = bodySchema.safeParse(request.body ?? {});
        if (!body.success) throw errorOfIssues(body.error);
        return { runs: await aggregator.request(body.data.workspace_id, body.data.fit) };
      });
    });
  };
}
