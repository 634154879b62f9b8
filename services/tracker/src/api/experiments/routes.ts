import { armOfUnit, type Stored } from '@touchline/directory';
import { type Entities, entityIdSchema } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type EntityRouteOptions, isDryRun, orCode, reader, view } from '../entity-routes.js';
import { EXPERIMENT } from './prepare.js';
import { checkScope } from './scope.js';

type Experiment = Entities['experiment'];

const UNITS_MAX = 1_000;

const armBody = z.strictObject({ units: z.array(z.string().min(1).max(128)).min(1).max(UNITS_MAX) });

interface ById {
  Params: { id: string };
}

/** What an experiment can do beside being written and read: start, stop, and tell a unit its arm. */
export function experimentRoutes(server: FastifyInstance, options: EntityRouteOptions): void {
  const { directory } = options;
  for (const [step, change] of Object.entries(STEPS)) {
    server.post<ById>(`/experiments/:id/${step}`, async (request) => {
      const { workspace_id } = directory.authorize(request.headers.authorization, 'experiments:write');
      const before = experimentOf(workspace_id, request.params.id, options);
      const next = change(before, { ...options, workspace_id });
      if (next === undefined) return view(before, EXPERIMENT, options);
      directory.check(workspace_id, 'experiment', before.id, next);
      const after = isDryRun(request) ? { ...before, entity: next } : await directory.upsert(workspace_id, 'experiment', before.id, next);
      return view(after, EXPERIMENT, options);
    });
  }

  // A body and not a query: who is asked about shall not stand in addresses, which are logged on the way (I9).
  server.post<ById>('/experiments/:id/arms', async (request) => {
    const { workspace_id } = reader(request, EXPERIMENT, directory);
    const { entity } = experimentOf(workspace_id, request.params.id, options);
    if (entity.assignment !== 'hash') throw new TouchlineError('TL_FIELD_VALUE', 'Its units are not assigned by hash.', 'id');
    const { units } = orCode(() => armBody.parse(request.body));
    return { arms: units.map((unit) => armOfUnit(entity, unit)) };
  });
}

function experimentOf(workspaceId: string, id: string, { directory }: EntityRouteOptions): Stored<'experiment'> {
  const stored = entityIdSchema.safeParse(id).success ? directory.get('experiment', workspaceId, id) : undefined;
  if (stored === undefined) throw new TouchlineError('TL_ENTITY_UNKNOWN', 'There is no experiment of this id.', 'id');
  return stored;
}

type Step = (before: Stored<'experiment'>, context: EntityRouteOptions & { readonly workspace_id: string }) => Experiment | undefined;

/** The experiment after the step; undefined when it has been taken already, so that a repeat changes nothing (I2). */
const STEPS: Readonly<Record<'start' | 'stop', Step>> = {
  start: ({ entity, archived }, context) => {
    if (entity.state === 'running') return undefined;
    if (entity.state === 'draft' && !archived) checkStart(entity, context);
    return { ...entity, state: 'running', started_at: entity.started_at ?? new Date().toISOString() };
  },
  stop: ({ entity }) => {
    if (entity.state === 'stopped') return undefined;
    return { ...entity, state: 'stopped', stopped_at: new Date().toISOString() };
  },
};

/** What was true when it was written down may no longer be. @throws TouchlineError TL_FIELD_VALUE, TL_ENTITY_UNKNOWN, TL_CREATOR_UNKNOWN */
function checkStart(entity: Experiment, context: EntityRouteOptions & { readonly workspace_id: string }): void {
  checkScope(entity, context);
  const now_ms = Date.now();
  if (Date.parse(entity.planned_end) <= now_ms) throw new TouchlineError('TL_FIELD_VALUE', 'The planned end is over.', 'planned_end');
  if (entity.pre_period !== undefined && Date.parse(entity.pre_period.to) > now_ms) {
    throw new TouchlineError('TL_FIELD_VALUE', 'The pre-period is not over.', 'pre_period.to');
  }
}
