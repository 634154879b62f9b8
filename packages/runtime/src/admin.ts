import { type FastifyInstance, fastify } from 'fastify';
import type { RunningService } from './health.js';
import { listen } from './http.js';

/** Health of one process on loopback: `/healthz` it lives, `/readyz` it can work (503 when not). */
export async function startAdmin(name: string, port: number, service: RunningService): Promise<FastifyInstance> {
  const server = fastify({ logger: false });
  server.get('/healthz', async () => ({ service: name, pid: process.pid, address: service.address ?? null }));
  server.get('/readyz', async (_request, reply) => {
    const health = await service.health();
    return reply.code(health.ready ? 200 : 503).send({ service: name, pid: process.pid, address: service.address ?? null, ...health });
  });
  service.admin?.(server);
  await listen(server, { host: '127.0.0.1', port, setting: `TOUCHLINE_${name.toUpperCase()}_ADMIN_PORT` });
  return server;
}
