import { ClickHouseError, ClickHouseLogLevel, createClient, SettingsMap } from '@clickhouse/client';
import { type Config, TouchlineError } from '@touchline/runtime';
import { accountOf } from './accounts.js';
import { asWarehouseError } from './errors.js';
import { MARKETER_COLUMNS } from './marketer-views.js';

/** Longer than the marketer's own limit, so that it is the server that says no. */
const REQUEST_MS_MAX = 60_000;
const WORKSPACE_ID = /^[A-Za-z0-9][A-Za-z0-9_.:-]*$/;
const POSITION = / \(version .*$/s;

/** What a statement gave, column by column in its order. */
export interface SqlAnswer {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** A view that people may read. */
export interface SqlView {
  readonly view: string;
  readonly columns: string;
}

/**
 * Asks what a person wrote, on the marketer's account: views only, nobody's identifiers, bounded rows, memory and time. With a
 * workspace every view shows that workspace alone (I6). 64-bit integers come as numbers: exact up to 2^53.
 * @throws TouchlineError TL_SQL_REFUSED with ClickHouse's words, TL_WORKSPACE_UNKNOWN, TL_STORE_UNAVAILABLE
 */
export async function askWritten(config: Config, sql: string, workspaceId?: string): Promise<SqlAnswer> {
  if (sql.trim() === '') throw new TouchlineError('TL_SQL_REFUSED', 'The statement is empty.');
  const { url, username, password } = accountOf(config, 'marketer');
  const client = createClient({
    url,
    username,
    password,
    application: 'touchline-sql',
    database: config.CLICKHOUSE_DATABASE,
    request_timeout: REQUEST_MS_MAX,
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0, ...(workspaceId === undefined ? {} : oneWorkspace(config, workspaceId)) },
  });
  try {
    const answer = await client.query({ query: sql, format: 'JSONCompact' });
    const { meta = [], data } = await answer.json<unknown[]>();
    return { columns: meta, rows: data };
  } catch (error) {
    if (error instanceof ClickHouseError && asWarehouseError(error) === error) throw refused(error);
    throw asWarehouseError(error);
  } finally {
    await client.close();
  }
}

/** The views and those of their columns that people may read. */
export function sqlViews(config: Config): Promise<SqlView[]> {
  const sql = `SELECT table, arrayStringConcat(groupArray(name), ', ') FROM (
    SELECT table, name FROM system.columns WHERE database = currentDatabase() ORDER BY table, position
  ) GROUP BY table ORDER BY table`;
  return askWritten(config, sql).then(({ rows }) => rows.map(([view, columns]) => ({ view: String(view), columns: String(columns) })));
}

function oneWorkspace(config: Config, workspaceId: string) {
  if (!WORKSPACE_ID.test(workspaceId)) throw new TouchlineError('TL_WORKSPACE_UNKNOWN', `\`${workspaceId}\` is no workspace's id.`, 'workspace');
  // The client quotes neither names nor values in a map; the id was checked above.
  const filters = Object.keys(MARKETER_COLUMNS).map((view) => [`${config.CLICKHOUSE_DATABASE}.${view}`, `workspace_id = \\'${workspaceId}\\'`] as const);
  return { additional_table_filters: SettingsMap.from(Object.fromEntries(filters)) };
}

function refused(error: ClickHouseError): TouchlineError {
  return new TouchlineError('TL_SQL_REFUSED', error.message.replace(POSITION, '').split('\n', 1)[0] ?? '');
}
