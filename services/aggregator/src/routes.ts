import { type AdminRoutes, answerErrors, countRequests, errorOfIssues, type Logger, type Metrics } from '@touchline/runtime';
import { z } from 'zod';
import type { Aggregator } from './aggregator.js';

const bodySchema = z.strictObject({ workspace_id: z.string().min(1).max(64).optional() }).default({});

/** `POST /attribution/runs` {workspace_id?} runs now and answers the figures of each run. */
export function runRoutes(aggregator: Aggregator, { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics }): AdminRoutes {
  return (server) => {
    answerErrors(server, logger);
    // A scope of its own: health and metrics are asked for all the time and are not what is counted.
    server.register(async (scope) => {
      countRequests(scope, metrics);
      scope.post('/attribution/runs', async (request) => {
        const body = bodySchema.safeParse(request.body ?? {});
        if (!body.success) throw errorOfIssues(body.error);
        return { runs: await aggregator.request(body.data.workspace_id) };
      });
    });
  };
}
