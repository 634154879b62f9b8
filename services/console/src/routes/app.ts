import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const FOLDER = fileURLToPath(new URL('../../web-dist', import.meta.url));

/** The web app: hashed files for a year, the page itself never from a cache; its own addresses all lead to the page. */
export async function appRoutes(server: FastifyInstance): Promise<void> {
  if (!existsSync(FOLDER)) return;
  await server.register(fastifyStatic, {
    root: FOLDER,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      void reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  server.get('/', (_request, reply) => reply.sendFile('index.html'));
  server.get('/w/*', (_request, reply) => reply.sendFile('index.html'));
}
