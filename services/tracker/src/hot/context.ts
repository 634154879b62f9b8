import type { Socket } from 'node:net';
import type { Clicks } from '../redirect/recorder.js';
import type { Redirects } from '../redirect/redirector.js';

/** What all connections of the hot path share. */
export interface HotContext {
  readonly redirector: Redirects;
  readonly recorder: Clicks;
  readonly trusted_hops: number;
  /** Gives a connection, its unread bytes put back, to the normal HTTP server. */
  readonly handOver: (socket: Socket) => void;
  /** Connections that the hot path has now. */
  readonly open: Set<{ close(): void; endIfQuiet(now_ms: number): void }>;
  /** Bytes read ahead of their turn, over all connections. */
  stashed_bytes: number;
  /** Set when the service stops: answers are the last of their connection. */
  closing: boolean;
  requests_total: number;
  handed_over_total: number;
}
