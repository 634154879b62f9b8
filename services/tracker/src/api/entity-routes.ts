import { isDeepStrictEqual } from 'node:util';
import type { DestinationRules, Directory, Principal, Stored } from '@touchline/directory';
import { entityIdSchema, type Scope } from '@touchline/events';
import { errorOfIssues, TouchlineError } from '@touchline/runtime';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiKind, KindRules } from './kinds.js';

const PAGE_DEFAULT = 100;
const PAGE_MAX = 1_000;

export interface EntityRouteOptions {
  readonly directory: Directory;
  readonly destinations: DestinationRules;
  /** Base of short links, without a trailing slash. */
  readonly tracker_url: string;
}

const querySchema = z.strictObject({
  after: entityIdSchema.optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  include_archived: z.stringbool().default(false),
});

interface ById {
  Params: { id: string };
}

/** POST, GET, list and DELETE for one kind of entity; the workspace is always the key's (I6). */
export function entityRoutes<K extends ApiKind>(server: FastifyInstance, rules: KindRules<K>, options: EntityRouteOptions): void {
  const { directory } = options;
  const { kind, path } = rules;
  const beingMade = new Set<string>();

  server.post(`/${path}`, async (request, reply) => {
    const { workspace_id } = directory.authorize(request.headers.authorization, rules.scope);
    if (request.body === undefined) throw new TouchlineError('TL_BODY_MALFORMED');
    const context = { directory, workspace_id, destinations: options.destinations, now: rules.writtenAt?.(request, directory) };
    const { id, entity, fresh } = orCode(() => rules.prepare(request.body, context));
    const before = directory.get(kind, workspace_id, id);
    const place = `${workspace_id}/${id}`;
    if (fresh && (before !== undefined || beingMade.has(place))) throw taken(id);
    if (before !== undefined && !before.archived && isDeepStrictEqual(before.entity, entity)) return view(before, rules, options);
    if (isDryRun(request)) {
      directory.check(workspace_id, kind, id, entity);
      return view({ workspace_id, kind, id, entity, archived: false, offset: before?.offset ?? 0 }, rules, options);
    }
    // Two that ask for the same slug at once: while the first is being written the second cannot see it yet.
    beingMade.add(place);
    const stored = await directory.upsert(workspace_id, kind, id, entity).finally(() => beingMade.delete(place));
    return reply.code(before === undefined ? 201 : 200).send(view(stored, rules, options));
  });

  server.get(`/${path}`, async (request) => {
    const { workspace_id } = reader(request, rules, directory);
    const { items, next } = directory.list(
      kind,
      workspace_id,
      orCode(() => querySchema.parse(request.query)),
    );
    const shown = items.map((stored) => view(stored, rules, options));
    return next === undefined ? { items: shown } : { items: shown, next };
  });

  server.get<ById>(`/${path}/:id`, async (request) => {
    const { workspace_id } = reader(request, rules, directory);
    const stored = directory.get(kind, workspace_id, request.params.id);
    if (stored === undefined) throw new TouchlineError('TL_ENTITY_UNKNOWN', `There is no ${kind} of this id.`, 'id');
    return view(stored, rules, options);
  });

  server.delete<ById>(`/${path}/:id`, async (request) => {
    const { workspace_id } = directory.authorize(request.headers.authorization, rules.scope);
    const { id } = request.params;
    if (!isDryRun(request)) return view(await directory.archive(workspace_id, kind, id), rules, options);
    return view({ ...directory.checkArchive(workspace_id, kind, id), archived: true }, rules, options);
  });
}

/** Whoever may write may read. */
export function reader(request: FastifyRequest, { scope }: { readonly scope: Scope }, directory: Directory): Principal {
  const { authorization } = request.headers;
  try {
    return directory.authorize(authorization, 'read');
  } catch (error) {
    if (!(error instanceof TouchlineError) || error.code !== 'TL_AUTH_SCOPE') throw error;
    return directory.authorize(authorization, scope);
  }
}

export function orCode<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof z.ZodError) throw errorOfIssues(error);
    throw error;
  }
}

/** Only a link's id can be in use without having been named: it is its slug. */
function taken(slug: string): TouchlineError {
  return new TouchlineError('TL_LINK_SLUG_TAKEN', `The slug \`${slug}\` is in use.`, 'slug');
}

export function view<K extends ApiKind>(stored: Stored<K>, rules: KindRules<K>, options: EntityRouteOptions): Record<string, unknown> {
  const shown = { id: stored.id, ...stored.entity, archived: stored.archived, ...rules.shown?.(stored) };
  if (!('slug' in stored.entity)) return shown;
  return { ...shown, short_url: `${options.tracker_url}/${stored.entity.slug}` };
}

const dryRunSchema = z.looseObject({ dry_run: z.stringbool().default(false) });

/** With `?dry_run=true` everything is checked and answered, and nothing written. @throws TouchlineError TL_FIELD_… */
export function isDryRun(request: { readonly query: unknown }): boolean {
  return orCode(() => dryRunSchema.parse(request.query)).dry_run;
}
