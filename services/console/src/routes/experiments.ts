import type { Directory } from '@touchline/directory';
import { errorOfIssues, TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { WorkspaceAnswer } from '../answers.js';
import type { ExperimentRow, ResultAnswer } from '../experiment-answers.js';
import { CHOICE_KINDS, choicesOf, marketsOf, scopeOf } from '../experiments/choices.js';
import type { ExperimentDesk } from '../experiments/desk.js';
import { planOf } from '../experiments/planning/plan.js';
import { planQuestion } from '../experiments/planning/question.js';
import { experimentOf, listExperiments, unitNames, viewOf } from '../experiments/view.js';
import { stepExperiment, type Wish, writeExperiment } from '../experiments/writing.js';
import type { Reader } from '../reader.js';

/** What experiments are written with and judged by. */
export interface ExperimentRooms {
  readonly directory: Directory;
  readonly destinations: Wish['destinations'];
  readonly desk: ExperimentDesk;
  /** Of the service's account: plans are made from identifiers too, and only sums leave. */
  readonly warehouse: Warehouse;
}

interface ExperimentOptions {
  readonly reader: Reader;
  readonly rooms: ExperimentRooms;
  /** Whose experiments a request asks for, checked (I6). */
  readonly workspaceOf: (request: FastifyRequest) => Promise<WorkspaceAnswer>;
  /** As `workspaceOf`, and that the request may write. */
  readonly writableOf: (request: FastifyRequest) => Promise<WorkspaceAnswer>;
}

const dryRunSchema = z.strictObject({ dry_run: z.stringbool().default(false) });
const choicesSchema = z.strictObject({ kind: z.enum(CHOICE_KINDS), search: z.string().max(128).default('') });

/** Experiments: the list, one and its result, all together, the planner; and the only writing there is in the console. */
export function experimentRoutes(server: FastifyInstance, options: ExperimentOptions): void {
  readingRoutes(server, options);
  writingRoutes(server, options);
}

function readingRoutes(server: FastifyInstance, { rooms, reader, workspaceOf }: ExperimentOptions): void {
  const { directory, desk } = rooms;
  server.get('/api/:workspace/experiments', async (request) => listExperiments(directory, (await workspaceOf(request)).workspace_id));
  server.get('/api/:workspace/experiments/:id', async (request): Promise<ResultAnswer> => {
    const { workspace_id } = await workspaceOf(request);
    const experiment = viewOf(experimentOf(directory, workspace_id, idOf(request)));
    const scope = scopeOf(directory, workspace_id, experiment.scope);
    if (experiment.started_at === null) return { experiment, scope, result: null, unit_names: {} };
    const result = await unlessUnknown(async () => (await desk.run(workspace_id, experiment.id)).result);
    return { experiment, scope, result, unit_names: result === null ? {} : unitNames(directory, workspace_id, result) };
  });
  server.get('/api/:workspace/portfolio', async (request) => desk.portfolio((await workspaceOf(request)).workspace_id));
  server.get('/api/:workspace/choices', async (request) => {
    const { workspace_id } = await workspaceOf(request);
    return choicesOf(directory, workspace_id, parsed(choicesSchema, request.query));
  });
  server.get('/api/:workspace/markets', async (request) => marketsOf(reader, (await workspaceOf(request)).workspace_id));
  // A question too long for an address; it changes nothing.
  server.post('/api/:workspace/plan', async (request) => {
    const workspace = await workspaceOf(request);
    return planOf(planQuestion(request.body), { ...rooms, workspace, now: new Date() });
  });
}

function writingRoutes(server: FastifyInstance, { rooms, writableOf }: ExperimentOptions): void {
  const wishOf = async (request: FastifyRequest): Promise<Wish> => {
    const { workspace_id } = await writableOf(request);
    return { ...rooms, workspace_id, dry_run: parsed(dryRunSchema, request.query).dry_run };
  };
  const told = (stored: Parameters<typeof viewOf>[0], { workspace_id }: Wish): ExperimentRow => {
    rooms.desk.changed(workspace_id);
    return viewOf(stored);
  };
  server.post('/api/:workspace/experiments', async (request) => {
    const wish = await wishOf(request);
    return told(await writeExperiment(request.body, wish), wish);
  });
  for (const step of ['start', 'stop', 'archive'] as const) {
    server.post(`/api/:workspace/experiments/:id/${step}`, async (request) => {
      const wish = await wishOf(request);
      return told(await stepExperiment(idOf(request), step, wish), wish);
    });
  }
}

const idOf = (request: FastifyRequest) => (request.params as { readonly id: string }).id;

/** What was started a moment ago the warehouse has not heard of yet: there is nothing to show, and nothing wrong. */
async function unlessUnknown<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TouchlineError && NOT_YET.has(error.code)) return null;
    throw error;
  }
}

const NOT_YET: ReadonlySet<string> = new Set(['TL_ENTITY_UNKNOWN', 'TL_EXPERIMENT_STATE']);

function parsed<S extends z.ZodType>(schema: S, query: unknown): z.infer<S> {
  const result = schema.safeParse(query);
  if (!result.success) throw errorOfIssues(result.error);
  return result.data;
}
