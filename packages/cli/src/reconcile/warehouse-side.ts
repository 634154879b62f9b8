import { FACT_TABLE, type Warehouse } from '@touchline/warehouse';
import type { Frontier } from './scan-log.js';
import type { Tallies } from './tally.js';

interface StoredRow {
  readonly topic: string;
  readonly partition: number;
  readonly stored_to: number;
  readonly covered: number;
}

/** Next offset to store, per `topic/partition`, by the warehouse's own record; only as far as its ranges have no hole. */
export async function storedFrontiers(warehouse: Warehouse): Promise<ReadonlyMap<string, number>> {
  const rows = await warehouse.query<StoredRow>(`
    SELECT topic, partition, toFloat64(max(last_offset)) + 1 AS stored_to, toFloat64(sum(last_offset - first_offset + 1)) AS covered
    FROM (SELECT DISTINCT topic, partition, first_offset, last_offset FROM ingest_ranges WHERE state = 'stored')
    GROUP BY topic, partition
  `);
  return new Map(rows.map((row) => [`${row.topic}/${row.partition}`, Math.min(row.stored_to, row.covered)]));
}

/** Offsets the ingestor refused, per `topic/partition`. */
export async function refusedOffsets(warehouse: Warehouse): Promise<ReadonlyMap<string, ReadonlySet<number>>> {
  const rows = await warehouse.query<{ topic: string; partition: number; refused: number[] }>(`
    SELECT origin_topic AS topic, origin_partition AS partition, groupArray(toFloat64(origin_offset)) AS refused
    FROM rejects WHERE stage = 'ingest' GROUP BY topic, partition
  `);
  return new Map(rows.map((row) => [`${row.topic}/${row.partition}`, new Set(row.refused)]));
}

/** Adds what the fact tables hold, below each partition's frontier, counted by event id. */
export async function countStored(warehouse: Warehouse, frontiers: readonly Frontier[], tallies: Tallies): Promise<void> {
  const topics = frontiers.map(({ topic }) => topic);
  const partitions = frontiers.map(({ head }) => head.partition);
  const limits = frontiers.map(({ stored_to }) => stored_to);
  for (const table of new Set(Object.values(FACT_TABLE))) {
    // The first to be received of one id is the one that counts, as in the log.
    const rows = await warehouse.query<{ topic: string; workspace_id: string; source: string; day: string; stored: number }>(
      `
      SELECT topic, workspace_id, source, toString(toDate(at)) AS day, count() AS stored
      FROM (
        SELECT _topic AS topic, workspace_id, event_id, argMin(source, (received_at, _offset)) AS source, min(received_at) AS at
        FROM ${table}
        WHERE _offset < transform(concat(_topic, '/', toString(_partition)), arrayMap((t, p) -> concat(t, '/', toString(p)), {topics:Array(String)}, {partitions:Array(UInt16)}), {limits:Array(UInt64)}, toUInt64(0))
        GROUP BY topic, workspace_id, event_id
      )
      GROUP BY topic, workspace_id, source, day
      `,
      { topics, partitions, limits },
    );
    for (const row of rows) tallies.of(row.topic, row.workspace_id, row.source, row.day).stored += row.stored;
  }
}
