import { FACT_TABLE, type Warehouse } from '@touchline/warehouse';
import type { Frontier } from './scan-log.js';
import type { Tallies } from './tally.js';

/** Events grouped at once, some 200 bytes each in the server; a larger table is counted in parts. */
const EVENTS_AT_ONCE_MAX = 2_000_000;

interface StoredRow {
  readonly topic: string;
  readonly partition: number;
  readonly stored_to: number;
}

/** Next offset to store, per `topic/partition`, by the warehouse's own record; only as far as its ranges have no hole. */
export async function storedFrontiers(warehouse: Warehouse): Promise<ReadonlyMap<string, number>> {
  const rows = await warehouse.query<StoredRow>(`
    SELECT topic, partition, toFloat64(if(countIf(first_offset > reached) = 0, max(last_offset + 1), minIf(reached, first_offset > reached))) AS stored_to
    FROM (
      SELECT topic, partition, first_offset, last_offset,
        max(last_offset + 1) OVER (
          PARTITION BY topic, partition ORDER BY first_offset, last_offset ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reached
      FROM ingest_ranges WHERE state = 'stored'
    )
    GROUP BY topic, partition ORDER BY topic, partition
  `);
  return new Map(rows.map((row) => [`${row.topic}/${row.partition}`, row.stored_to]));
}

interface FactTableRow {
  readonly name: string;
  readonly sorting_key: string;
  readonly rows: number;
}

/** Adds what the fact tables hold of the log, below each partition's frontier, each event once, as the views count it. */
export async function countStored(warehouse: Warehouse, frontiers: readonly Frontier[], tallies: Tallies): Promise<void> {
  const bounds = {
    places: frontiers.map(({ topic, head }) => `${topic}/${head.partition}`),
    firsts: frontiers.map(({ head }) => head.first_offset),
    limits: frontiers.map(({ stored_to }) => stored_to),
  };
  const names = [...new Set(Object.values(FACT_TABLE))];
  const tables = await warehouse.query<FactTableRow>(
    `SELECT name, sorting_key, toFloat64(assumeNotNull(total_rows)) AS rows FROM system.tables WHERE database = currentDatabase() AND name IN {names:Array(String)}`,
    { names },
  );
  for (const table of tables) {
    const slices = Math.max(1, Math.ceil(table.rows / EVENTS_AT_ONCE_MAX));
    for (let slice = 0; slice < slices; slice += 1) await countSlice(warehouse, table, { ...bounds, slice, slices }, tallies);
  }
}

async function countSlice(warehouse: Warehouse, table: FactTableRow, parameters: Readonly<Record<string, unknown>>, tallies: Tallies): Promise<void> {
  // Rows with equal sorting keys are one event to the views; the first of them to be received tells when and by whom it was sent.
  const rows = await warehouse.query<{ topic: string; workspace_id: string; source: string; day: string; stored: number }>(
    `
    WITH concat(_topic, '/', toString(_partition)) AS place
    SELECT topic, workspace_id, sent_by AS source, toString(toDate(at)) AS day, count() AS stored
    FROM (
      SELECT _topic AS topic, workspace_id, argMin(source, (received_at, _offset)) AS sent_by, min(received_at) AS at
      FROM ${table.name}
      WHERE cityHash64(event_id) % {slices:UInt32} = {slice:UInt32}
        AND _offset >= transform(place, {places:Array(String)}, {firsts:Array(UInt64)}, toUInt64(0))
        AND _offset < transform(place, {places:Array(String)}, {limits:Array(UInt64)}, toUInt64(0))
      GROUP BY topic, ${table.sorting_key}
    )
    GROUP BY topic, workspace_id, source, day
    `,
    parameters,
  );
  for (const row of rows) tallies.of(row.topic, row.workspace_id, row.source, row.day).stored += row.stored;
}
