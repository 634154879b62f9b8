import type { Place } from './place.js';
import type { Batch, StoredRecord } from './port.js';
import { RecordPack } from './record-pack.js';

/** A batch of records that stand as objects. */
export function batchOfRecords({ topic, partition }: Place, first_offset: number, records: readonly StoredRecord[]): Batch {
  let pack: RecordPack | undefined;
  return {
    topic,
    partition,
    first_offset,
    last_offset: records.at(-1)?.offset ?? first_offset - 1,
    records,
    get pack() {
      pack ??= RecordPack.of(records);
      return pack;
    },
  };
}

/** A batch of records that stand in one piece of memory; an object for each is made when somebody asks. */
export function batchOfPack({ topic, partition }: Place, first_offset: number, pack: RecordPack): Batch {
  let records: readonly StoredRecord[] | undefined;
  return {
    topic,
    partition,
    first_offset,
    last_offset: pack.length === 0 ? first_offset - 1 : pack.offset(pack.length - 1),
    pack,
    get records() {
      records ??= pack.records();
      return records;
    },
  };
}

/** Stands in for a batch where none was made yet. */
export function emptyBatch(place: Place): Batch {
  return batchOfRecords(place, 0, []);
}
