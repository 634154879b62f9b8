import { isIPv4 } from 'node:net';
import { type Config, TouchlineError } from '@touchline/runtime';
import type { FastifyRequest } from 'fastify';

/** Who may read what. */
export interface Access {
  /** Refuses a request that must not be answered at all. @throws TouchlineError TL_HOST_FORBIDDEN */
  admit(request: FastifyRequest): void;
  /**
   * The one workspace a request may read, or undefined when it may read all.
   * @throws TouchlineError TL_AUTH_MISSING, TL_AUTH_INVALID, TL_AUTH_SCOPE
   */
  workspaceOf(request: FastifyRequest): string | undefined;
  /**
   * The one workspace a request may write experiments of, or undefined when it may those of all.
   * @throws TouchlineError TL_AUTH_MISSING, TL_AUTH_INVALID, TL_AUTH_SCOPE, TL_ORIGIN_FORBIDDEN
   */
  writableOf(request: FastifyRequest): string | undefined;
}

/** Checks an Authorization header against a scope. */
export type Authorize = (header: string | undefined, scope: 'read' | 'experiments:write') => { readonly workspace_id: string };

/**
 * Open to whoever sits at this machine. Only on loopback, and only under the console's own name: otherwise any web page
 * could point a name of its own at 127.0.0.1 and read everything (DNS rebinding).
 * @throws TouchlineError TL_CONFIG_INVALID when TOUCHLINE_HOST is not loopback
 */
export function localAccess(config: Config): Access {
  if (!isLoopback(config.TOUCHLINE_HOST)) {
    const message = 'TOUCHLINE_CONSOLE_ACCESS=local is only for a loopback TOUCHLINE_HOST: set TOUCHLINE_CONSOLE_ACCESS=key, or TOUCHLINE_HOST=127.0.0.1.';
    throw new TouchlineError('TL_CONFIG_INVALID', message, 'TOUCHLINE_CONSOLE_ACCESS');
  }
  const publicHost = config.TOUCHLINE_PUBLIC_CONSOLE_URL === '' ? undefined : new URL(config.TOUCHLINE_PUBLIC_CONSOLE_URL).host;
  return {
    admit(request) {
      const host = request.headers.host?.toLowerCase();
      const port = request.socket.localPort;
      const own = ['127.0.0.1', 'localhost', '[::1]', config.TOUCHLINE_HOST].map((name) => `${name}:${port}`);
      if (host === undefined || (host !== publicHost && !own.includes(host))) throw new TouchlineError('TL_HOST_FORBIDDEN');
    },
    workspaceOf: () => undefined,
    writableOf: (request) => {
      checkOrigin(request);
      return undefined;
    },
  };
}

/**
 * Without a key a browser would let any page post here. It says where a request that may change something comes from: only this
 * console's own page may; what is no browser says nothing, and sits at this machine.
 */
function checkOrigin({ headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site'];
  const { origin } = headers;
  const own =
    (site === undefined || site === 'same-origin') && (origin === undefined || (URL.canParse(origin) && new URL(origin).host === headers.host?.toLowerCase()));
  if (!own) throw new TouchlineError('TL_ORIGIN_FORBIDDEN');
}

/** Open to whoever brings an API key of scope `read`, and for writing of `experiments:write`; the workspace comes from the key alone (I6). */
export function keyAccess(authorize: Authorize): Access {
  return {
    admit: () => undefined,
    workspaceOf: (request) => authorize(request.headers.authorization, 'read').workspace_id,
    writableOf: (request) => authorize(request.headers.authorization, 'experiments:write').workspace_id,
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
