import { type FastifyInstance, fastify } from 'fastify';
import { HEALTH_STATES, type Health, type RunningService, unhealthy } from './health.js';
import { listen } from './http.js';
import { sayError } from './log-error.js';
import type { Metrics } from './metrics/metrics.js';

export interface AdminOptions {
  /** The service's name. */
  readonly name: string;
  readonly port: number;
  readonly service: RunningService;
  readonly metrics: Metrics;
}

/** One process on loopback: `/healthz` it lives, `/readyz` it can be given work (503 when not), `/metrics` for Prometheus. */
export async function startAdmin({ name, port, service, metrics }: AdminOptions): Promise<FastifyInstance> {
  const server = fastify({ logger: false });
  const self = { service: name, pid: process.pid, address: service.address ?? null };
  server.get('/healthz', async () => self);
  server.get('/readyz', async (_request, reply) => {
    const health = await healthOf(service);
    return reply.code(health.ready ? 200 : 503).send({ ...self, ...health });
  });
  metrics.read('touchline_health', async () => {
    const { state } = await healthOf(service);
    return HEALTH_STATES.map((each) => ({ labels: { state: each }, value: each === state ? 1 : 0 }));
  });
  server.get('/metrics', async (_request, reply) => {
    const { type, body } = await metrics.text();
    return reply.type(type).send(body);
  });
  service.admin?.(server);
  await listen(server, { host: '127.0.0.1', port, setting: `TOUCHLINE_${name.toUpperCase()}_ADMIN_PORT` });
  return server;
}

/** A service that cannot even say how it is, is not well. */
async function healthOf(service: RunningService): Promise<Health> {
  try {
    return await service.health();
  } catch (error) {
    return unhealthy(sayError(error));
  }
}
