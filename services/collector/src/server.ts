import type { Directory, Principal } from '@touchline/directory';
import { answerErrors, type Logger, TouchlineError } from '@touchline/runtime';
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { checkBodyType, type ReadBody, readBody } from './body.js';
import { collect } from './collect.js';
import { splitRequest } from './envelope.js';
import type { Keeper } from './keeping.js';
import { BODY_DRAIN_BYTES_MAX, REQUEST_MS_MAX } from './limits.js';
import { rawOfBytes, rejectedEvent, withoutToken } from './refusal.js';

export interface CollectorOptions {
  readonly directory: Directory;
  readonly keeper: Keeper;
  readonly logger: Logger;
}

/** The collector's HTTP server, not yet listening. */
export function buildCollector(options: CollectorOptions): FastifyInstance {
  const server = fastify({ logger: false, requestTimeout: REQUEST_MS_MAX, forceCloseConnections: 'idle' });
  answerErrors(server, options.logger);
  // The body is read in the route, after the key: what is refused must be kept, and a stranger's bytes need not be read.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _stream, done) => done(null));
  server.post('/v1/events', async (request, reply) => {
    const principal = options.directory.authorize(request.headers.authorization, 'events:write');
    const received_ms = Date.now();
    const body = await readBody(request.raw);
    if (body.bytes_total > BODY_DRAIN_BYTES_MAX) reply.header('connection', 'close');
    const raws = await eventsOf(request, body, { ...options, principal, received_ms });
    const sender = { ...workspaceOf(options.directory, principal), received_ms, authorization: request.headers.authorization };
    const { status, results } = await collect(raws, sender, options.keeper);
    return reply.code(status).send({ results });
  });
  return server;
}

interface Arrival extends CollectorOptions {
  readonly principal: Principal;
  readonly received_ms: number;
}

/** The request's events; a request that has none to give is kept among the rejects as a whole. */
async function eventsOf(request: FastifyRequest, body: ReadBody, arrival: Arrival): Promise<readonly unknown[]> {
  try {
    if (body.error !== undefined) throw body.error;
    checkBodyType(request.headers);
    return splitRequest(body.bytes);
  } catch (error) {
    if (error instanceof TouchlineError) await keepWhole(request, body, { ...arrival, error });
    throw error;
  }
}

async function keepWhole(request: FastifyRequest, body: ReadBody, refused: Arrival & { readonly error: TouchlineError }): Promise<void> {
  const event = rejectedEvent({
    workspace_id: refused.principal.workspace_id,
    error: refused.error,
    raw: withoutToken(rawOfBytes(body.bytes), request.headers.authorization),
    bytes: body.bytes_total,
    received_at: new Date(refused.received_ms).toISOString(),
  });
  try {
    await refused.keeper.keep([event]);
  } catch (error) {
    // The sender still has to hear what is wrong with the request.
    refused.logger.error({ err: error, code: refused.error.code }, 'a refused request could not be kept');
  }
}

function workspaceOf(directory: Directory, principal: Principal): { readonly workspace_id: string; readonly currency: string } {
  const { workspace_id } = principal;
  const stored = directory.get('workspace', workspace_id, workspace_id);
  if (stored === undefined) throw new TouchlineError('TL_WORKSPACE_UNKNOWN');
  return { workspace_id, currency: stored.entity.currency };
}
