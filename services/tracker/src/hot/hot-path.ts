import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { HotConnection } from './connection.js';
import type { HotContext } from './context.js';
import { CONNECTIONS_MAX, QUIET_CHECK_MS } from './limits.js';

export interface HotPathOptions {
  readonly redirector: HotContext['redirector'];
  readonly recorder: HotContext['recorder'];
  readonly trusted_hops: number;
}

/** The hot path in front of HTTP servers. */
export class HotPath {
  readonly #options: HotPathOptions;
  readonly #contexts: HotContext[] = [];
  readonly #sweep: NodeJS.Timeout;

  constructor(options: HotPathOptions) {
    this.#options = options;
    this.#sweep = setInterval(() => this.#endQuiet(), QUIET_CHECK_MS).unref();
  }

  /**
   * Stands before the server's own connection listener: simple redirects are answered here, every other connection goes on to
   * the server as if it had come from the network. The server still listens, counts connections and closes.
   */
  standBefore(server: Server): void {
    const listeners = server.listeners('connection') as ((socket: Socket) => void)[];
    server.removeAllListeners('connection');
    server.maxConnections = CONNECTIONS_MAX;
    const context: HotContext = {
      ...this.#options,
      handOver: (socket) => {
        for (const listener of listeners) listener.call(server, socket);
      },
      open: new Set(),
      stashed_bytes: 0,
      closing: false,
      requests_total: 0,
      handed_over_total: 0,
    };
    this.#contexts.push(context);
    server.on('connection', (socket: Socket) => {
      if (context.closing) socket.destroy();
      else new HotConnection(socket, context);
    });
  }

  /** Requests answered here, and connections given away. */
  get totals(): { readonly requests: number; readonly handed_over: number } {
    let requests = 0;
    let handed_over = 0;
    for (const context of this.#contexts) {
      requests += context.requests_total;
      handed_over += context.handed_over_total;
    }
    return { requests, handed_over };
  }

  /** Takes no new connection, ends idle ones; busy ones end after their answer. */
  close(): void {
    clearInterval(this.#sweep);
    for (const context of this.#contexts) {
      context.closing = true;
      for (const connection of context.open) connection.close();
    }
  }

  #endQuiet(): void {
    const now_ms = Date.now();
    for (const { open } of this.#contexts) {
      for (const connection of open) connection.endIfQuiet(now_ms);
    }
  }
}
