import type { EventLog } from '@touchline/event-log';
import { type AnyEvent, decodeEvent, EventMalformed } from '@touchline/events';
import { FACT_TABLE, type Warehouse } from '@touchline/warehouse';
import type { CollectorResult } from '../clients/collector.js';
import type { RawReject } from './reject.js';

export interface IngestReplayOptions {
  readonly log: EventLog;
  readonly warehouse: Warehouse;
  readonly dry_run: boolean;
}

/**
 * Appends what the ingestor refused to its topic again, the same bytes, when this code reads them by now; what it cannot read
 * is left where it is, so that newer code may. The once_id is the place the record first had: a second replay does nothing.
 * @throws TouchlineError TL_LOG_UNAVAILABLE
 */
export async function replayIntoLog(reject: RawReject, bytes: Buffer, { log, warehouse, dry_run }: IngestReplayOptions): Promise<CollectorResult> {
  const read = readEvent(bytes);
  if ('outcome' in read) return read;
  const { event_id, key } = read;
  // Code that came after may have stored it already: a rebuild reads every record anew.
  if (await isStored(warehouse, read)) return { outcome: 'duplicate', event_id };
  if (dry_run) return { outcome: 'accepted', event_id };
  const { origin_topic, origin_partition, origin_offset } = reject;
  const [outcome] = await log.append(origin_topic, [{ key, value: bytes, once_id: `replay ${origin_topic}/${origin_partition}/${origin_offset}` }]);
  return { outcome: outcome?.outcome === 'duplicate' ? 'duplicate' : 'accepted', event_id };
}

function readEvent(bytes: Buffer): AnyEvent | CollectorResult {
  try {
    return decodeEvent(bytes);
  } catch (error) {
    if (!(error instanceof EventMalformed)) throw error;
    const code = error.reason === 'unknown' ? 'TL_EVENT_TYPE_UNKNOWN' : 'TL_EVENT_MALFORMED';
    return { outcome: 'rejected', code, path: error.path, message: error.message };
  }
}

/** Does the warehouse hold this event? */
export async function isStored(warehouse: Warehouse, event: Pick<AnyEvent, 'type' | 'workspace_id' | 'event_id'>): Promise<boolean> {
  const { workspace_id, event_id } = event;
  const [found] = await warehouse.query(
    `SELECT 1 AS found FROM ${FACT_TABLE[event.type]} WHERE workspace_id = {workspace_id:String} AND event_id = {event_id:UUID} LIMIT 1`,
    { workspace_id, event_id },
  );
  return found !== undefined;
}
