import { Readable } from 'node:stream';
import type { ClickHouseClient } from '@clickhouse/client';
import { asInsertError } from './errors.js';
import type { InsertOptions } from './warehouse.js';

/** Months one insert may spread over; a part is written for each. */
const PARTITIONS_PER_INSERT_MAX = 1_000;
const TABLE = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * What an insert needs, in its SQL so that no client default can change it: written before it is answered, kept once by
 * its token, instants as ISO 8601, a missing field of a tuple is its default, an unknown one is refused and not dropped.
 */
function settingsOf(token: string | undefined): string {
  const settings = [
    'async_insert = 0',
    "date_time_input_format = 'best_effort'",
    'input_format_defaults_for_omitted_fields = 1',
    'input_format_json_defaults_for_missing_elements_in_named_tuple = 1',
    'input_format_json_ignore_unknown_keys_in_named_tuple = 0',
    'input_format_skip_unknown_fields = 0',
    'input_format_json_read_objects_as_strings = 1',
    'input_format_null_as_default = 1',
    `max_partitions_per_insert_block = ${PARTITIONS_PER_INSERT_MAX}`,
  ];
  if (token !== undefined) settings.push('insert_deduplicate = 1', `insert_deduplication_token = ${quote(token)}`);
  return settings.join(', ');
}

/** @throws WarehouseRefused or TouchlineError TL_STORE_UNAVAILABLE */
export async function insertJsonLines(client: ClickHouseClient, table: string, lines: Buffer | Readable, options: InsertOptions): Promise<void> {
  if (!TABLE.test(table)) throw new Error(`not a table's name: ${table}`);
  const values = Buffer.isBuffer(lines) ? Readable.from([lines], { objectMode: false }) : lines;
  try {
    const answer = await client.exec({ query: `INSERT INTO ${table} SETTINGS ${settingsOf(options.token)} FORMAT JSONEachRow`, values });
    // The connection goes back to the pool only when its answer has been read.
    for await (const chunk of answer.stream) void chunk;
  } catch (error) {
    throw asInsertError(error);
  }
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
