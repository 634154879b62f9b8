import { type ClickHouseClient, ClickHouseLogLevel, createClient } from '@clickhouse/client';
import { type Config, TouchlineError } from '@touchline/runtime';
import { type Account, type AccountName, accountOf } from './accounts.js';
import { asWarehouseError, WarehouseRefused } from './errors.js';
import { type Columns, columnsOf, insertLines, insertRows } from './insert.js';
import { migrate } from './migrate.js';
import type { InsertOptions, Parameters, Warehouse } from './warehouse.js';

/** A statement of which nothing is heard for longer has failed. */
const STATEMENT_MS_MAX = 300_000;
/** A statement that takes long says so, often enough; few enough lines for what Node takes of headers in half an hour. */
const SIGNS_OF_LIFE = { send_progress_in_http_headers: 1, http_headers_progress_interval_ms: '30000' } as const;
/** Here a statement is seldom said again with the same numbers: to compile it takes longer than it saves (0.3 of the 1.5 s of a ledger's run over some persons). */
const UNCOMPILED = { compile_expressions: 0, compile_aggregate_expressions: 0, compile_sort_description: 0 } as const;
/** Whoever asks for health does not wait for a server that hangs. */
const PING_MS_MAX = 1_500;
const CONNECTIONS_MAX = 16;
/** Below the server's own limit, so that no request meets a connection that is just being closed. */
const IDLE_CONNECTION_MS_MAX = 2_000;
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

export interface WarehouseOptions {
  /** Default: service. */
  readonly account?: AccountName;
  /** Default: CLICKHOUSE_DATABASE. */
  readonly database?: string;
}

/** Opens the warehouse without asking it anything: it need not be up yet. */
export function openWarehouse(config: Config, options: WarehouseOptions = {}): Warehouse {
  return new HttpWarehouse(accountOf(config, options.account ?? 'service'), options.database ?? config.CLICKHOUSE_DATABASE);
}

class HttpWarehouse implements Warehouse {
  readonly #account: Account;
  readonly #database: string;
  readonly #client: ClickHouseClient;
  /** By table. */
  readonly #columns = new Map<string, Columns>();

  constructor(account: Account, database: string) {
    this.#account = account;
    this.#database = database;
    this.#client = clientOf(account, database);
  }

  async ping(): Promise<boolean> {
    // `SELECT 1` and not /ping: an answer that does not know our password is no answer; without the database, for it may not be there yet.
    const client = clientOf(this.#account, undefined, PING_MS_MAX);
    try {
      const result = await client.ping({ select: true });
      return result.success;
    } finally {
      await client.close();
    }
  }

  async migrate(): Promise<{ applied: string[] }> {
    const client = clientOf(this.#account, undefined);
    try {
      await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${this.#database} ENGINE = Atomic` });
    } catch (error) {
      throw asWarehouseError(error);
    } finally {
      await client.close();
    }
    return { applied: await migrate(this) };
  }

  async query<Row>(sql: string, parameters: Parameters = {}): Promise<Row[]> {
    try {
      const result = await this.#client.query({ query: sql, query_params: { ...parameters }, format: 'JSONEachRow', clickhouse_settings: SIGNS_OF_LIFE });
      return await result.json<Row>();
    } catch (error) {
      throw asWarehouseError(error);
    }
  }

  async *stream<Row>(sql: string, parameters: Parameters = {}): AsyncGenerator<Row[]> {
    try {
      const result = await this.#client.query({ query: sql, query_params: { ...parameters }, format: 'JSONEachRow', clickhouse_settings: SIGNS_OF_LIFE });
      for await (const rows of result.stream<Row>()) yield rows.map((row) => row.json<Row>());
    } catch (error) {
      throw asWarehouseError(error);
    }
  }

  async command(sql: string, parameters: Parameters = {}): Promise<void> {
    try {
      await this.#client.command({ query: sql, query_params: { ...parameters }, clickhouse_settings: SIGNS_OF_LIFE });
    } catch (error) {
      throw asWarehouseError(error);
    }
  }

  async insertLines(table: string, lines: Buffer, options: InsertOptions = {}): Promise<void> {
    const columns = this.#columns.get(table) ?? (await this.#describe(table));
    try {
      await insertLines(this.#client, columns, lines, options);
    } catch (error) {
      // Newer code may have migrated the table meanwhile: then it is not the rows that do not fit, and none of them was stored.
      if (!(error instanceof WarehouseRefused)) throw error;
      const now = await this.#describe(table);
      if (now.structure === columns.structure) throw error;
      await insertLines(this.#client, now, lines, options);
    }
  }

  async #describe(table: string): Promise<Columns> {
    const columns = await columnsOf(this.#client, table);
    this.#columns.set(table, columns);
    return columns;
  }

  insertRows(table: string, rows: readonly object[], options: InsertOptions = {}): Promise<void> {
    return insertRows(this.#client, table, rows, options);
  }

  close(): Promise<void> {
    return this.#client.close();
  }
}

function clientOf(account: Account, database: string | undefined, request_timeout: number = STATEMENT_MS_MAX): ClickHouseClient {
  const { hostname } = new URL(account.url);
  const compressed = !LOOPBACK.has(hostname);
  try {
    return createClient({
      url: account.url,
      username: account.username,
      password: account.password,
      application: 'touchline',
      ...(database === undefined ? {} : { database }),
      request_timeout,
      max_open_connections: CONNECTIONS_MAX,
      // On loopback the bytes cost less than packing them.
      compression: { request: compressed, response: compressed },
      keep_alive: { enabled: true, idle_socket_ttl: IDLE_CONNECTION_MS_MAX },
      clickhouse_settings: { output_format_json_quote_64bit_integers: 0, ...UNCOMPILED },
      log: { level: ClickHouseLogLevel.OFF },
    });
  } catch {
    throw new TouchlineError('TL_CONFIG_INVALID', 'CLICKHOUSE_URL: not an address the client understands', 'CLICKHOUSE_URL');
  }
}
