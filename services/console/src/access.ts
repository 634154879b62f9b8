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
}

/** Checks an Authorization header against the scope `read`. */
export type Authorize = (header: string | undefined) => { readonly workspace_id: string };

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
  };
}

/** Open to whoever brings an API key of scope `read`; the workspace comes from the key alone (I6). */
export function keyAccess(authorize: Authorize): Access {
  return {
    admit: () => undefined,
    workspaceOf: (request) => authorize(request.headers.authorization).workspace_id,
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
