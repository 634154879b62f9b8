import { type EventLog, TOPICS } from '@touchline/event-log';
import { decodeEvent, EventMalformed, type PayloadOf } from '@touchline/events';
import { FACT_TABLE, type Warehouse } from '@touchline/warehouse';
import { IdSet, placeId } from '../id-set.js';

const READ_RECORDS_MAX = 2_000;
const TOPIC_NAMES = Object.keys(TOPICS);

interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/**
 * Which records the ingestor refused. The log's topic `rejects` has those of now, before the range they stand in counts as
 * stored; the warehouse those the log keeps no longer. A record that was refused by an older version and is stored by now, as
 * after a rebuild, is not refused any more.
 */
export class Refused {
  readonly #refused = new IdSet();
  readonly #storedSince = new IdSet();

  static async read(log: EventLog, warehouse: Warehouse): Promise<Refused> {
    const refused = new Refused();
    for await (const payload of rejectionsIn(log)) {
      refused.#add(refused.#refused, { topic: payload.origin_topic, partition: payload.origin_partition, offset: payload.origin_offset });
    }
    for await (const rows of warehouse.stream<Place>(REFUSED)) for (const row of rows) refused.#add(refused.#refused, row);
    if (refused.#refused.size === 0) return refused;
    for (const table of new Set(Object.values(FACT_TABLE))) {
      for await (const rows of warehouse.stream<Place>(storedSince(table))) for (const row of rows) refused.#add(refused.#storedSince, row);
    }
    return refused;
  }

  has(topic: string, partition: number, offset: number): boolean {
    if (this.#refused.size === 0) return false;
    const id = placeId(TOPIC_NAMES.indexOf(topic), partition, offset);
    return this.#refused.has(id) && !this.#storedSince.has(id);
  }

  #add(ids: IdSet, { topic, partition, offset }: Place): void {
    ids.add(placeId(TOPIC_NAMES.indexOf(topic), partition, offset));
  }
}

const REFUSED = `
  SELECT payload.origin_topic AS topic, payload.origin_partition AS partition, toFloat64(payload.origin_offset) AS offset
  FROM reject_facts WHERE payload.stage = 'ingest'
`;

const storedSince = (table: string) => `
  SELECT _topic AS topic, _partition AS partition, toFloat64(_offset) AS offset FROM ${table}
  WHERE (_topic, _partition, _offset) IN (
    SELECT payload.origin_topic, payload.origin_partition, payload.origin_offset FROM reject_facts WHERE payload.stage = 'ingest'
  )
`;

async function* rejectionsIn(log: EventLog): AsyncGenerator<PayloadOf<'rejected'>> {
  for (const { partition, first_offset, next_offset } of await log.heads('rejects')) {
    let offset = first_offset;
    while (offset < next_offset) {
      const records = await log.read('rejects', partition, offset, READ_RECORDS_MAX);
      if (records.length === 0) break;
      for (const { value } of records) {
        const payload = rejectionOf(value);
        if (payload?.stage === 'ingest') yield payload;
      }
      offset = (records.at(-1)?.offset ?? offset) + 1;
    }
  }
}

function rejectionOf(value: Uint8Array): PayloadOf<'rejected'> | undefined {
  try {
    const event = decodeEvent(value);
    return event.type === 'rejected' ? event.payload : undefined;
  } catch (error) {
    if (error instanceof EventMalformed) return undefined;
    throw error;
  }
}
