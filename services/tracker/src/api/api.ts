import { createHash } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type EntityRouteOptions, entityRoutes } from './entity-routes.js';
import { EXPERIMENT, experimentRoutes } from './experiments/routes.js';
import { CAMPAIGN, CODE, CREATOR, LINK, PLATFORM_CPM, POST } from './kinds.js';
import { REPORT_SCHEDULE } from './report-schedules.js';

/** Requests of one key, or of one address without a key, in a minute. Redirects have no such limit: whole towns share an address. */
const REQUESTS_PER_MINUTE_MAX = 12_000;
/** Keys and addresses that are counted at once. */
const COUNTED_MAX = 10_000;

/** The API under /v1: links and what they belong to, experiments and report schedules. */
export function api(options: EntityRouteOptions) {
  return async (server: FastifyInstance): Promise<void> => {
    await server.register(rateLimit, { max: REQUESTS_PER_MINUTE_MAX, timeWindow: '1 minute', cache: COUNTED_MAX, keyGenerator: whoAsks });
    entityRoutes(server, LINK, options);
    entityRoutes(server, CREATOR, options);
    entityRoutes(server, CAMPAIGN, options);
    entityRoutes(server, POST, options);
    entityRoutes(server, CODE, options);
    entityRoutes(server, PLATFORM_CPM, options);
    entityRoutes(server, EXPERIMENT, options);
    experimentRoutes(server, options);
    entityRoutes(server, REPORT_SCHEDULE, options);
  };
}

/** Secrets are not kept in the counter's memory. */
function whoAsks(request: FastifyRequest): string {
  const { authorization } = request.headers;
  return authorization === undefined ? request.ip : createHash('sha256').update(authorization).digest('base64url');
}
