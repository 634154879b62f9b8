import { armOfUnit, DESIGNS, experimentAfter, prepareExperiment, type Stored } from '@touchline/directory';
import { entityIdSchema } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { simulatedInstant } from '../../slow/simulation.js';
import { type EntityRouteOptions, isDryRun, orCode, reader, view } from '../entity-routes.js';
import type { KindRules } from '../kinds.js';

const UNITS_MAX = 1_000;

const armBody = z.strictObject({ units: z.array(z.string().min(1).max(128)).min(1).max(UNITS_MAX) });

interface ById {
  Params: { id: string };
}

export const EXPERIMENT: KindRules<'experiment'> = {
  kind: 'experiment',
  path: 'experiments',
  scope: 'experiments:write',
  prepare: prepareExperiment,
  writtenAt: simulatedInstant,
  shown: ({ entity }) => ({ grade: DESIGNS[entity.design].grade, measures: DESIGNS[entity.design].measures }),
};

/** What an experiment can do beside being written and read: start, stop, and tell a unit its arm. */
export function experimentRoutes(server: FastifyInstance, options: EntityRouteOptions): void {
  const { directory } = options;
  for (const step of ['start', 'stop'] as const) {
    server.post<ById>(`/experiments/:id/${step}`, async (request) => {
      const { workspace_id } = directory.authorize(request.headers.authorization, 'experiments:write');
      const before = experimentOf(workspace_id, request.params.id, options);
      const next = experimentAfter(step, before, { ...options, workspace_id, at: simulatedInstant(request, directory) ?? new Date() });
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
