import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { WorkspaceAnswer } from '../answers.js';
import { figuresParameters, reportParameters, throughParameters } from '../parameters.js';
import type { Readers } from '../reader.js';
import { budgetReport } from '../reports/attribution/budget.js';
import { calibrationReport, creatorCalibrationReport } from '../reports/attribution/calibration.js';
import { cohortsReport } from '../reports/attribution/cohorts.js';
import { evidenceReport } from '../reports/attribution/evidence.js';
import { figuresReport } from '../reports/attribution/figures.js';
import { journeysReport } from '../reports/attribution/journeys.js';
import { modelsReport } from '../reports/attribution/models.js';

interface AttributionOptions extends Readers {
  /** Whose figures a request asks for, checked (I6). */
  readonly workspaceOf: (request: FastifyRequest) => Promise<WorkspaceAnswer>;
}

/** What credit rests on: models side by side, how sure a figure is, the ways people took, and what follows for money. Reads only. */
export function attributionRoutes(server: FastifyInstance, { reader, visitors, workspaceOf }: AttributionOptions): void {
  const contextOf = async <P>(request: FastifyRequest, parameters: (query: unknown, timeZone: string) => P) => {
    const workspace = await workspaceOf(request);
    return { reader, visitors, workspace, ...parameters(request.query, workspace.time_zone) };
  };
  const idOf = (request: FastifyRequest) => (request.params as { readonly id: string }).id;
  server.get('/api/:workspace/creators/:id/evidence', async (request) => evidenceReport(await contextOf(request, reportParameters), idOf(request)));
  server.get('/api/:workspace/creators/:id/calibration', async (request) =>
    creatorCalibrationReport(await contextOf(request, reportParameters), idOf(request)),
  );
  server.get('/api/:workspace/attribution/calibration', async (request) => calibrationReport(await contextOf(request, reportParameters)));
  server.get('/api/:workspace/attribution/models', async (request) => modelsReport(await contextOf(request, reportParameters)));
  server.get('/api/:workspace/attribution/journeys', async (request) => {
    const context = await contextOf(request, throughParameters);
    return journeysReport(context, context.creator);
  });
  server.get('/api/:workspace/attribution/figures', async (request) => {
    const context = await contextOf(request, figuresParameters);
    return figuresReport(context, context.level);
  });
  server.get('/api/:workspace/attribution/cohorts', async (request) => {
    const context = await contextOf(request, throughParameters);
    return cohortsReport(context, context.creator);
  });
  server.get('/api/:workspace/attribution/budget', async (request) => budgetReport(await contextOf(request, reportParameters)));
}
