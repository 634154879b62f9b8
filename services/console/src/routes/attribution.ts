import type { FastifyInstance, FastifyRequest } from 'fastify';
import { evidenceReport } from '../reports/attribution/evidence.js';
import { modelsReport } from '../reports/attribution/models.js';
import type { ReportContext } from '../reports/context.js';

/** Whose figures a request asks for, checked (I6). */
export type ContextOf = (request: FastifyRequest) => Promise<ReportContext>;

/** What credit rests on: models side by side, how sure a figure is, the ways people took, and what follows for money. Reads only. */
export function attributionRoutes(server: FastifyInstance, contextOf: ContextOf): void {
  const idOf = (request: FastifyRequest) => (request.params as { readonly id: string }).id;
  server.get('/api/:workspace/attribution/models', async (request) => modelsReport(await contextOf(request)));
  server.get('/api/:workspace/creators/:id/evidence', async (request) => evidenceReport(await contextOf(request), idOf(request)));
}
