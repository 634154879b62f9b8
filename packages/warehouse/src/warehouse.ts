/** Values for `{name:Type}` placeholders; SQL text never carries data. */
export type Parameters = Readonly<Record<string, unknown>>;

export interface InsertOptions {
  /** Of two inserts into one table with the same token and rows only the first is kept (I2). */
  readonly token?: string;
}

/**
 * The one way to ClickHouse. Every method may throw TouchlineError TL_STORE_UNAVAILABLE; a statement ClickHouse does not
 * understand throws its ClickHouseError, because that is a programmer's mistake.
 */
export interface Warehouse {
  /** Does the server answer, and take this account? Never throws. */
  ping(): Promise<boolean>;
  /**
   * Makes the database and brings it to this version's tables and views; safe when several processes do it at once.
   * @throws TouchlineError TL_MIGRATION_CHANGED
   */
  migrate(): Promise<{ readonly applied: string[] }>;
  /** All rows at once. 64-bit integers come as numbers: exact up to 2^53. */
  query<Row>(sql: string, parameters?: Parameters): Promise<Row[]>;
  /** Blocks of rows as they arrive, for results that should not stand in memory at once. */
  stream<Row>(sql: string, parameters?: Parameters): AsyncIterable<Row[]>;
  /** A statement without a result. */
  command(sql: string, parameters?: Parameters): Promise<void>;
  /**
   * Inserts rows that already are JSON, one a line, without reading them; a column with a default of its own is not theirs to set.
   * @throws WarehouseRefused (TL_WAREHOUSE_REFUSED) when the rows do not fit; none or some of them were stored then, and
   * none twice when they come again.
   */
  insertLines(table: string, lines: Buffer, options?: InsertOptions): Promise<void>;
  /** @throws WarehouseRefused, as insertLines */
  insertRows(table: string, rows: readonly object[], options?: InsertOptions): Promise<void>;
  close(): Promise<void>;
}
