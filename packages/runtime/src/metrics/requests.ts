import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

const UNKNOWN_ROUTE = '(unknown)';

/** Counts every answered request by its route's pattern: never by the path that was asked for. */
export function countRequests(server: FastifyInstance, metrics: Metrics): void {
  const requests = metrics.counter('touchline_http_requests_total');
  const duration = metrics.histogram('touchline_http_request_duration_seconds');
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? UNKNOWN_ROUTE;
    requests.inc({ route, method: request.method, status: String(reply.statusCode) });
    duration.observe({ route }, reply.elapsedTime / 1_000);
  });
}
