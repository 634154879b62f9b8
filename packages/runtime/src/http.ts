import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance } from 'fastify';
import { type ErrorCode, TouchlineError } from './errors.js';
import type { Logger } from './logger.js';

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** The setting that chooses this port, named when it is taken. */
  readonly setting: string;
}

/** Listens, and returns the address. @throws TouchlineError TL_PORT_TAKEN */
export async function listen(server: FastifyInstance, options: ListenOptions): Promise<string> {
  try {
    return await server.listen({ host: options.host, port: options.port });
  } catch (error) {
    throw portError(error, options);
  }
}

/** Turns EADDRINUSE into TL_PORT_TAKEN that names the port and its setting; anything else comes back as it is. */
export function portError(error: unknown, options: ListenOptions): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return error;
  return new TouchlineError('TL_PORT_TAKEN', `Port ${options.port} is in use (${options.setting}).`, options.setting);
}

const CODE_OF_FASTIFY: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'TL_BODY_MALFORMED',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'TL_BODY_MALFORMED',
  FST_ERR_CTP_BODY_TOO_LARGE: 'TL_BODY_TOO_LARGE',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'TL_BODY_TYPE',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'TL_BODY_MALFORMED',
};

/** The id of a request: ours, never what the sender calls it, for that may be anything. */
export function requestId(): string {
  return randomUUID();
}

/** Every failed request of an API answers with a code; what we did not foresee is logged and says TL_INTERNAL. */
export function answerErrors(server: FastifyInstance, logger: Logger): void {
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const known = asTouchlineError(error);
    if (known.code === 'TL_INTERNAL') logger.error({ err: error, request_id: request.id, route: request.routeOptions.url }, 'request failed');
    return reply.code(known.status).send(known.toAnswer());
  });
  server.setNotFoundHandler((_request, reply) => {
    const unknown = new TouchlineError('TL_ROUTE_UNKNOWN');
    return reply.code(unknown.status).send(unknown.toAnswer());
  });
}

function asTouchlineError(error: FastifyError): TouchlineError {
  if (error instanceof TouchlineError) return error;
  const code = CODE_OF_FASTIFY[error.code];
  if (code !== undefined) return new TouchlineError(code);
  if (error.statusCode === 400 && error instanceof SyntaxError) return new TouchlineError('TL_BODY_MALFORMED');
  if (error.statusCode === 429) return new TouchlineError('TL_RATE_LIMITED');
  return new TouchlineError('TL_INTERNAL');
}
