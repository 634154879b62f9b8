import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

/** Answers of the API carry a tag, so that an app which asks every few seconds gets an empty 304 while nothing changed. */
export function answerUnchanged(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply, payload) => {
    if (!request.url.startsWith('/api/')) return payload;
    void reply.header('cache-control', 'no-cache').header('vary', 'authorization');
    if (typeof payload !== 'string' || reply.statusCode !== 200) return payload;
    const tag = `"${createHash('sha256').update(payload).digest('base64url').slice(0, 22)}"`;
    void reply.header('etag', tag);
    if (request.headers['if-none-match'] !== tag) return payload;
    void reply.code(304).removeHeader('content-length');
    return '';
  });
}
