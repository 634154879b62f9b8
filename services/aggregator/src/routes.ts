import { type AdminRoutes, answerErrors, errorOfIssues, type Logger } from '@touchline/runtime';
import { z } from 'zod';
import type { Aggregator } from './aggregator.js';

const bodySchema = z.strictObject({ workspace_id: z.string().min(1).max(64).optional() }).default({});

/** `POST /attribution/runs` {workspace_id?} runs now and answers the figures of each run. */
export function runRoutes(aggregator: Aggregator, logger: Logger): AdminRoutes {
  return (server) => {
    answerErrors(server, logger);
    server.post('/attribution/runs', async (request) => {
      const body = bodySchema.safeParse(request.body ?? {});
      if (!body.success) throw errorOfIssues(body.error);
      return { runs: await aggregator.request(body.data.workspace_id) };
    });
  };
}
