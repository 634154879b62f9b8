import type { Directory } from '@touchline/directory';
import type { EventLog } from '@touchline/event-log';
import { isEventType } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import type { Warehouse } from '@touchline/warehouse';
import { CollectorClient, type CollectorResult } from '../clients/collector.js';
import { wholeBytes } from './raw.js';
import { type RawReject, type RejectFilter, Selection } from './reject.js';
import { replayAtEdge } from './replay-edge.js';
import { isStored, replayIntoLog } from './replay-ingest.js';

const PAGE_REJECTS_MAX = 200;
/** Rejects replayed by one command; what is left is told, and replayed by the next. */
const REJECTS_MAX = 100_000;

export interface ReplayOptions {
  readonly log: EventLog;
  readonly warehouse: Warehouse;
  readonly directory: Directory;
  readonly collector_url: string;
  /** The API key for what was refused at the edge. @throws TouchlineError TL_AUTH_MISSING */
  readonly key: () => string;
  readonly filter: RejectFilter;
  /** Changes nothing and says what would happen. */
  readonly dry_run: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

/** What became of one event of a reject. */
export interface ReplayResult extends CollectorResult {
  readonly reject_id: string;
  readonly stage: 'edge' | 'ingest';
}

export interface Replayed {
  readonly dry_run: boolean;
  readonly rejects: number;
  /** Chosen, but not looked at this time. */
  readonly left: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly results: readonly ReplayResult[];
}

/**
 * Takes in again what was refused: at the edge through the collector's front door, after it from the log's own bytes. Each is
 * answered on its own. Safe to repeat: what was taken in is a duplicate the next time (I2).
 * @throws TouchlineError TL_NOT_RUNNING, TL_AUTH_…, TL_LOG_UNAVAILABLE, TL_STORE_UNAVAILABLE; what was replayed before stays
 */
export async function replay(options: ReplayOptions): Promise<Replayed> {
  const selection = await Selection.of(options.warehouse, options.filter);
  const edge = new Edge(options);
  const results: ReplayResult[] = [];
  const total = Math.min(selection.total, REJECTS_MAX);
  let done = 0;
  options.onProgress(done, total);
  for await (const page of selection.pages(PAGE_REJECTS_MAX)) {
    for (const reject of page.slice(0, total - done)) {
      const { reject_id, stage } = reject;
      for (const result of await replayOne(reject, edge, options)) results.push({ reject_id, stage, ...result });
      done += 1;
      options.onProgress(done, total);
    }
    if (done >= total) break;
  }
  const count = (outcome: CollectorResult['outcome']) => results.filter((result) => result.outcome === outcome).length;
  const counts = { accepted: count('accepted'), duplicate: count('duplicate'), rejected: count('rejected') };
  return { dry_run: options.dry_run, rejects: done, left: selection.total - done, ...counts, results };
}

async function replayOne(reject: RawReject, edge: Edge, options: ReplayOptions): Promise<readonly CollectorResult[]> {
  const bytes = await wholeBytes(reject, options.log);
  if (bytes === undefined) return [rejection(new TouchlineError('TL_REJECT_INCOMPLETE'))];
  return reject.stage === 'edge' ? edge.replay(reject, bytes) : [await replayIntoLog(reject, bytes, options)];
}

/** The front door, opened when the first reject needs it. */
class Edge {
  readonly #options: ReplayOptions;
  #door: { readonly workspace_id: string; readonly collector: CollectorClient } | undefined;

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  async replay(reject: RawReject, bytes: Buffer): Promise<readonly CollectorResult[]> {
    this.#door ??= this.#open();
    const { workspace_id, collector } = this.#door;
    // The workspace is the key's: with another's key it would be counted there (I6).
    if (reject.workspace_id !== workspace_id) {
      return [
        rejection(
          new TouchlineError('TL_AUTH_SCOPE', `TOUCHLINE_KEY is a key of the workspace \`${workspace_id}\`, the reject is of \`${reject.workspace_id}\`.`),
        ),
      ];
    }
    const results = await replayAtEdge(reject, bytes, collector);
    return this.#options.dry_run ? Promise.all(results.map((result) => this.#foresee(result, workspace_id))) : results;
  }

  #open(): { readonly workspace_id: string; readonly collector: CollectorClient } {
    const { directory, collector_url, dry_run } = this.#options;
    const key = this.#options.key();
    const { workspace_id } = directory.authorize(`Bearer ${key}`, 'events:write');
    return { workspace_id, collector: new CollectorClient({ url: collector_url, key, dry_run }) };
  }

  /** The collector knows a repeat only by keeping it; the warehouse knows what was kept. */
  async #foresee(result: CollectorResult, workspace_id: string): Promise<CollectorResult> {
    if (result.outcome !== 'accepted' || result.event_id === undefined) return result;
    const { event_id } = result;
    const stored = await Promise.all(REPORTED_TYPES.map((type) => isStored(this.#options.warehouse, { type, workspace_id, event_id })));
    return stored.includes(true) ? { ...result, outcome: 'duplicate' } : result;
  }
}

/** What the collector takes; an event's id tells nothing of its type. */
const REPORTED_TYPES = [
  ...['order_placed', 'order_refunded', 'code_redeemed', 'identified', 'cost_recorded'],
  ...['view', 'experiment_assigned', 'experiment_exposed', 'geo_outcome'],
].filter(isEventType);

function rejection(error: TouchlineError): CollectorResult {
  return { outcome: 'rejected', code: error.code, message: error.message };
}
