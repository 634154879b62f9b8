import type { Directory, Principal } from '@touchline/directory';
import { answerErrors, countRequests, type Logger, type Metrics, requestId, TouchlineError, type Tracing } from '@touchline/runtime';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { checkBodyType, type ReadBody, readBody } from './body.js';
import { type Collected, collect } from './collect.js';
import { splitRequest } from './envelope.js';
import { CollectorFigures } from './figures.js';
import type { IntakeContext } from './intake.js';
import { DRY_KEEPER, type Keeper } from './keeping.js';
import { BODY_DRAIN_BYTES_MAX, REQUEST_MS_MAX } from './limits.js';
import { rawOfBytes, rejectedEvent, withoutToken } from './refusal.js';

export interface CollectorOptions {
  readonly directory: Directory;
  readonly keeper: Keeper;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tracing?: Tracing | undefined;
}

/** The collector's HTTP server, not yet listening. */
export function buildCollector(options: CollectorOptions): FastifyInstance {
  const server = fastify({ logger: false, genReqId: requestId, requestTimeout: REQUEST_MS_MAX, forceCloseConnections: 'idle' });
  answerErrors(server, options.logger);
  countRequests(server, options.metrics);
  const desk: Desk = { ...options, figures: new CollectorFigures(options.metrics) };
  const dry: Desk = { ...desk, keeper: DRY_KEEPER, figures: { count: () => undefined } };
  // The body is read in the route, after the key: what is refused must be kept, and a stranger's bytes need not be read.
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (_request, _stream, done) => done(null));
  server.post('/v1/events', (request, reply) => traced(options.tracing, request, () => receive(request, reply, isDryRun(request) ? dry : desk)));
  return server;
}

/** Where a request is received: what keeps its events, and what counts them. */
interface Desk extends Omit<CollectorOptions, 'keeper'> {
  readonly keeper: Pick<Keeper, 'keep'>;
  readonly figures: Pick<CollectorFigures, 'count'>;
}

/** @throws TouchlineError TL_INPUT_INVALID */
function isDryRun(request: FastifyRequest): boolean {
  const { dry_run } = request.query as { readonly dry_run?: unknown };
  if (dry_run === undefined || dry_run === 'false') return false;
  if (dry_run === 'true') return true;
  throw new TouchlineError('TL_INPUT_INVALID', 'Expected `dry_run=true` or `dry_run=false`.', 'dry_run');
}

/** A request is a span where traces are made; it follows its sender's. */
function traced<T>(tracing: Tracing | undefined, request: FastifyRequest, work: () => Promise<T>): Promise<T> {
  if (tracing === undefined) return work();
  const { traceparent, tracestate } = request.headers;
  const parent = Object.fromEntries(Object.entries({ traceparent, tracestate }).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
  const attributes = { 'http.request.method': request.method, 'http.route': request.routeOptions.url, 'touchline.request_id': request.id };
  return tracing.within(tracing.start('collect', { parent, kind: 'server', attributes }), work);
}

async function receive(request: FastifyRequest, reply: FastifyReply, desk: Desk): Promise<FastifyReply> {
  const principal = desk.directory.authorize(request.headers.authorization, 'events:write');
  const received_ms = Date.now();
  const body = await readBody(request.raw);
  if (body.bytes_total > BODY_DRAIN_BYTES_MAX) reply.header('connection', 'close');
  const raws = await eventsOf(request, body, { ...desk, principal, received_ms });
  const sender = { ...workspaceOf(desk.directory, principal), received_ms, authorization: request.headers.authorization };
  const collected = await collect(raws, sender, desk.keeper);
  note(collected, request, { ...desk, principal, received_ms });
  return reply.code(collected.status).send({ results: collected.results });
}

/** Ids and codes; nothing of what was sent. */
function note({ results, counted }: Collected, request: FastifyRequest, arrival: Arrival): void {
  arrival.figures.count(counted);
  const { workspace_id } = arrival.principal;
  const rejected = counted.flatMap((one) => (one.outcome === 'rejected' ? [one.code] : []));
  const line = { request_id: request.id, workspace_id, events: counted.length, first_event_id: results.find(({ event_id }) => event_id)?.event_id };
  if (rejected.length === 0) arrival.logger.debug(line, 'events taken');
  else arrival.logger.info({ ...line, rejected: rejected.length, codes: [...new Set(rejected)] }, 'events rejected');
}

interface Arrival extends Desk {
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
    if (error instanceof TouchlineError) await refuseWhole(request, body, { ...arrival, error });
    throw error;
  }
}

async function refuseWhole(request: FastifyRequest, body: ReadBody, refused: Arrival & { readonly error: TouchlineError }): Promise<void> {
  refused.figures.count([{ outcome: 'rejected', code: refused.error.code }]);
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
    refused.logger.error({ err: error, code: refused.error.code, request_id: request.id }, 'a refused request could not be kept');
  }
}

function workspaceOf(directory: Directory, principal: Principal): Omit<IntakeContext, 'received_ms'> {
  const { workspace_id } = principal;
  const stored = directory.get('workspace', workspace_id, workspace_id);
  if (stored === undefined) throw new TouchlineError('TL_WORKSPACE_UNKNOWN');
  return {
    workspace_id,
    currency: stored.entity.currency,
    // An archived one too: what belongs to it may come late.
    experimentOf: (id) => directory.get('experiment', workspace_id, id)?.entity,
  };
}
