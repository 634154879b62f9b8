import type { Directory } from '@touchline/directory';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Peer } from '../hot/peer.js';
import { answerUnlogged, FOUND_HEADERS, MISS_BODY, MISS_HEADERS, type RedirectAnswer } from '../redirect/answer.js';
import type { Clicks } from '../redirect/recorder.js';
import type { Redirects } from '../redirect/redirector.js';
import type { RedirectRequest } from '../redirect/request.js';
import { type Simulation, simulationOf } from './simulation.js';

const ROBOTS = 'User-agent: *\nAllow: /\n';

export interface RedirectRouteOptions {
  readonly directory: Directory;
  readonly redirector: Redirects;
  readonly recorder: Clicks;
  readonly trusted_hops: number;
}

interface SlugParams {
  readonly slug: string;
}

/** Redirects for whatever the hot path did not want to judge: the same redirector, the same recorder, another parser. */
export function redirectRoute(server: FastifyInstance, options: RedirectRouteOptions): void {
  server.get('/robots.txt', async (_request, reply) => reply.type('text/plain').send(ROBOTS));
  server.get('/favicon.ico', async (_request, reply) => reply.code(404).send());
  server.route<{ Params: SlugParams }>({
    method: ['GET', 'HEAD'],
    url: '/:slug',
    handler: async (request, reply) => {
      if (request.params.slug === '') return reply.callNotFound();
      const simulation = simulationOf(request, options.directory);
      const { answer, record } = options.redirector.redirect(redirectRequest(request, options.trusted_hops, simulation));
      const logged = await new Promise<boolean>((resolve) => options.recorder.record(record, resolve));
      return send(reply, logged ? answer : answerUnlogged(answer));
    },
  });
}

function redirectRequest(request: FastifyRequest<{ Params: SlugParams }>, trustedHops: number, simulation: Simulation | undefined): RedirectRequest {
  const header = (name: string) => headerText(request, name);
  const peer = new Peer(request.socket.remoteAddress ?? '', trustedHops);
  return {
    method: request.method === 'HEAD' ? 'HEAD' : 'GET',
    slug: request.params.slug,
    host: header('host'),
    user_agent: header('user-agent'),
    cookie: header('cookie'),
    referrer: header('referer'),
    accept_language: header('accept-language'),
    sec_purpose: header('sec-purpose'),
    purpose: header('purpose'),
    x_moz: header('x-moz'),
    sec_gpc: wish(header('sec-gpc')),
    dnt: wish(header('dnt')),
    traceparent: header('traceparent'),
    ip_prefix: simulation === undefined ? peer.prefix(header('x-forwarded-for')) : simulation.ip_prefix,
    simulated_at: simulation?.occurred_at,
    simulated_id: simulation?.click_id,
  };
}

function send(reply: FastifyReply, { location, set_cookie }: RedirectAnswer): FastifyReply {
  for (const [name, value] of location === undefined ? MISS_HEADERS : FOUND_HEADERS) reply.header(name, value);
  if (location === undefined) return reply.code(404).send(MISS_BODY);
  reply.header('location', location).header('content-length', 0);
  if (set_cookie !== undefined) reply.header('set-cookie', set_cookie);
  return reply.code(302).send();
}

function headerText(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}

/** A wish for privacy sent twice is still a wish. */
function wish(value: string): string {
  return value.split(',').some((part) => part.trim() === '1') ? '1' : value;
}
