import { errorOfIssues } from '@touchline/runtime';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ReportDesk } from './report-desk.js';

const bodySchema = z.strictObject({ workspace_id: z.string().min(1).max(64), schedule_id: z.string().min(1).max(64) });

/** `POST /reports/runs` {workspace_id, schedule_id} makes a schedule's report now and answers its slot. */
export function reportRoutes(server: FastifyInstance, desk: ReportDesk): void {
  server.post('/reports/runs', async (request) => {
    const body = bodySchema.safeParse(request.body ?? {});
    if (!body.success) throw errorOfIssues(body.error);
    const { id, entity } = await desk.now(body.data.workspace_id, body.data.schedule_id);
    return { slot_id: id, ...entity };
  });
}
