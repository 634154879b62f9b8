import { type AdminRoutes, countRequests, errorOfIssues, type Metrics } from '@touchline/runtime';
import { z } from 'zod';
import type { ReportDesk } from './report-desk.js';

const bodySchema = z.strictObject({ workspace_id: z.string().min(1).max(64), schedule_id: z.string().min(1).max(64) });

/** `POST /reports/runs` {workspace_id, schedule_id} makes a schedule's report now and answers its slot. */
export function reportRoutes(desk: ReportDesk, metrics: Metrics): AdminRoutes {
  return (server) => {
    server.register(async (scope) => {
      countRequests(scope, metrics);
      scope.post('/reports/runs', async (request) => {
        const body = bodySchema.safeParse(request.body ?? {});
        if (!body.success) throw errorOfIssues(body.error);
        const { id, entity } = await desk.now(body.data.workspace_id, body.data.schedule_id);
        return { slot_id: id, ...entity };
      });
    });
  };
}
