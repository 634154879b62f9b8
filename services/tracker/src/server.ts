import { createServer, type RequestListener } from 'node:http';
import { type Directory, destinationRules } from '@touchline/directory';
import { answerErrors, type Config, countRequests, type Logger, type Metrics, requestId, TouchlineError, trackerUrl } from '@touchline/runtime';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import { api } from './api/api.js';
import type { HotPath } from './hot/hot-path.js';
import { KEEP_ALIVE_MS, SLOW_CHECK_MS, SLOW_HEADER_BYTES_MAX, SLOW_HEADERS_MS_MAX, SLOW_REQUEST_MS_MAX } from './hot/limits.js';
import type { Clicks } from './redirect/recorder.js';
import type { Redirects } from './redirect/redirector.js';
import { redirectRoute } from './slow/redirect-route.js';

const BODY_BYTES_MAX = 1024 * 1024;
/** As much of a path as can be a mistyped slug. */
const SLUG_CHARACTERS_MAX = 2_048;

export interface ServerOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly directory: Directory;
  readonly redirector: Redirects;
  readonly recorder: Clicks;
  readonly hot: HotPath;
}

/** The tracker's one port: the hot path in front, behind it redirects that are not simple and the API. */
export async function trackerServer(options: ServerOptions): Promise<FastifyInstance> {
  const { config, logger, directory, redirector, recorder } = options;
  const server = fastify({
    logger: false,
    genReqId: requestId,
    bodyLimit: BODY_BYTES_MAX,
    exposeHeadRoutes: false,
    trustProxy: (_address, hop) => hop < config.TOUCHLINE_TRUSTED_HOPS,
    routerOptions: { maxParamLength: SLUG_CHARACTERS_MAX },
    serverFactory: (handler) => httpServer(handler, options.hot),
    frameworkErrors: (_error, _request, reply) => {
      const unknown = new TouchlineError('TL_ROUTE_UNKNOWN');
      void (reply as FastifyReply).code(unknown.status).send(unknown.toAnswer());
    },
  });
  server.removeContentTypeParser('text/plain');
  answerErrors(server, logger);
  countRequests(server, options.metrics);
  redirectRoute(server, { directory, redirector, recorder, trusted_hops: config.TOUCHLINE_TRUSTED_HOPS });
  const tracker_url = trackerUrl(config);
  await server.register(api({ directory, destinations: destinationRules(config), tracker_url }), { prefix: '/v1' });
  return server;
}

function httpServer(handler: RequestListener, hot: HotPath) {
  const limits = {
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: SLOW_HEADERS_MS_MAX,
    requestTimeout: SLOW_REQUEST_MS_MAX,
    connectionsCheckingInterval: SLOW_CHECK_MS,
    maxHeaderSize: SLOW_HEADER_BYTES_MAX,
  };
  const server = createServer(limits, handler);
  hot.standBefore(server);
  return server;
}
