import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EventLog, type NewRecord, openLocalLog } from '@touchline/event-log';
import { dataPaths, loadConfig } from '@touchline/runtime';
import { FACT_TABLE, type LocalServer, openWarehouse, startLocalServer, type Warehouse } from '@touchline/warehouse';

/** A real log and a real warehouse, and what an ingestor does between them, as far as counting goes. */
export class Books {
  readonly log: EventLog;
  readonly warehouse: Warehouse;
  readonly #server: LocalServer;
  readonly #data: string;

  private constructor(server: LocalServer, data: string) {
    this.#server = server;
    this.#data = data;
    this.log = openLocalLog({ path: dataPaths(server.config).log });
    this.warehouse = openWarehouse(server.config);
  }

  static async open(): Promise<Books> {
    const data = mkdtempSync(join(tmpdir(), 'touchline-books-'));
    const config = loadConfig({ TOUCHLINE_DATA: data, TOUCHLINE_WAREHOUSE_PORT: '0', TOUCHLINE_LOG_LEVEL: 'silent' });
    const books = new Books(await startLocalServer({ config }), data);
    await books.warehouse.migrate();
    return books;
  }

  async close(): Promise<void> {
    await this.warehouse.close();
    await this.log.close();
    await this.#server.stop();
    rmSync(this.#data, { recursive: true, force: true });
  }

  async append(topic: string, records: readonly NewRecord[]): Promise<void> {
    await this.log.append(topic, records);
  }

  /** Stores a range of a partition; of `without`, no row is made. */
  async store(topic: string, partition: number, range: { readonly first: number; readonly last: number; readonly without?: readonly number[] }): Promise<void> {
    const { first, last, without = [] } = range;
    const records = await this.log.read(topic, partition, first, last - first + 1);
    for (const { offset, value } of records.filter((record) => !without.includes(record.offset))) {
      const event = JSON.parse(Buffer.from(value).toString()) as { type: keyof typeof FACT_TABLE };
      await this.warehouse.insertRows(FACT_TABLE[event.type], [{ _topic: topic, _partition: partition, _offset: offset, ...event }]);
    }
    const row = { topic, partition, first_offset: first, last_offset: last, state: 'stored', records: records.length, rejected: without.length };
    await this.warehouse.insertRows('ingest_ranges', [row]);
  }

  /** Stores all there is of a topic, up to an offset of each partition. */
  async storeTopic(topic: string, next_offset_max = Number.POSITIVE_INFINITY): Promise<void> {
    for (const { partition, next_offset } of await this.log.heads(topic)) {
      const last = Math.min(next_offset, next_offset_max) - 1;
      if (last >= 0) await this.store(topic, partition, { first: 0, last });
    }
  }
}
