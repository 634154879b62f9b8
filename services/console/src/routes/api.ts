import { TouchlineError } from '@touchline/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Access } from '../access.js';
import type { WorkspaceAnswer, WorkspacesAnswer } from '../answers.js';
import type { Explain } from '../explainer.js';
import { MODELS } from '../models.js';
import { ordersParameters, reportParameters } from '../parameters.js';
import { idOfSegment } from '../path-segment.js';
import type { Readers } from '../reader.js';
import { creatorReport } from '../reports/creator.js';
import { creatorsReport } from '../reports/creators.js';
import { orderReport } from '../reports/order.js';
import { ordersReport } from '../reports/orders.js';
import { overviewReport } from '../reports/overview.js';
import { Workspaces } from '../workspaces.js';
import { attributionRoutes } from './attribution.js';
import { type ExperimentRooms, experimentRoutes } from './experiments.js';

export interface ApiOptions extends Readers {
  readonly explain: Explain;
  readonly experiments: ExperimentRooms;
  readonly access: Access;
  readonly tracker_url: string;
  readonly collector_url: string;
  readonly shop_url: string;
}

interface Params {
  readonly workspace: string;
  readonly id: string;
}

/** Everything under /api: reads, but for experiments, one workspace at a time (I6). */
export function apiRoutes(server: FastifyInstance, options: ApiOptions): void {
  const { reader, visitors, access } = options;
  const workspaces = new Workspaces(reader);

  /** The request's workspace, if the request may read it: another's looks like one that does not exist. */
  const ownOf = async (request: FastifyRequest, own: string | undefined): Promise<WorkspaceAnswer> => {
    const asked = (request.params as Params).workspace;
    if (own !== undefined && own !== asked) throw new TouchlineError('TL_WORKSPACE_UNKNOWN');
    return workspaces.get(asked);
  };
  const workspaceOf = async (request: FastifyRequest) => ownOf(request, access.workspaceOf(request));
  const contextOf = async (request: FastifyRequest) => {
    const workspace = await workspaceOf(request);
    return { reader, visitors, workspace, ...reportParameters(request.query, workspace.time_zone) };
  };
  const idOf = (request: FastifyRequest) => (request.params as Params).id;

  server.get('/api/workspaces', async (request): Promise<WorkspacesAnswer> => {
    const own = access.workspaceOf(request);
    const list = own === undefined ? await workspaces.list() : [await workspaces.get(own)];
    return {
      workspaces: list.map((workspace) => ({ ...workspace, simulated: Boolean(workspace.simulated), fitted: Boolean(workspace.fitted) })),
      models: MODELS,
      tracker_url: options.tracker_url,
      collector_url: options.collector_url,
      shop_url: options.shop_url,
    };
  });
  attributionRoutes(server, { reader, visitors, workspaceOf });
  const writableOf = async (request: FastifyRequest) => ownOf(request, access.writableOf(request));
  experimentRoutes(server, { reader, rooms: options.experiments, workspaceOf, writableOf });
  server.get('/api/:workspace/overview', async (request) => overviewReport(await contextOf(request)));
  server.get('/api/:workspace/creators', async (request) => creatorsReport(await contextOf(request)));
  server.get('/api/:workspace/creators/:id', async (request) => creatorReport(await contextOf(request), idOf(request), options.tracker_url));
  server.get('/api/:workspace/orders', async (request) => {
    const workspace = await workspaceOf(request);
    const parameters = ordersParameters(request.query, workspace.time_zone);
    return ordersReport({ reader, visitors, workspace, ...parameters }, parameters);
  });
  server.get('/api/:workspace/orders/:id', async (request) => orderReport(await contextOf(request), options.explain, idOfSegment(idOf(request))));
}
