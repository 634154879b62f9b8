import fastifyHelmet from '@fastify/helmet';
import { answerErrors, countRequests, type Logger, type Metrics, requestId } from '@touchline/runtime';
import { type FastifyInstance, fastify } from 'fastify';
import { type ApiOptions, apiRoutes } from './routes/api.js';
import { appRoutes } from './routes/app.js';
import { type ShopOptions, shopRoute } from './routes/shop.js';
import { answerUnchanged } from './unchanged.js';

/** An order id may have 128 characters, each up to 12 once encoded. */
const PARAMETER_CHARACTERS_MAX = 1_536;

export interface ConsoleOptions extends ApiOptions {
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** The demo shop, where it may be shown. */
  readonly shop: ShopOptions | undefined;
}

/** The console's HTTP server, not yet listening. */
export async function buildServer(options: ConsoleOptions): Promise<FastifyInstance> {
  const server = fastify({ logger: false, genReqId: requestId, routerOptions: { maxParamLength: PARAMETER_CHARACTERS_MAX } });
  // What another site's form could send.
  server.removeContentTypeParser('text/plain');
  answerErrors(server, options.logger);
  countRequests(server, options.metrics);
  server.addHook('onRequest', async (request) => options.access.admit(request));
  await server.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Whether there is TLS in front is the operator's to say.
    strictTransportSecurity: false,
  });
  answerUnchanged(server);
  apiRoutes(server, options);
  if (options.shop !== undefined) shopRoute(server, options.shop);
  await appRoutes(server);
  return server;
}
