import { openWarehouse } from '@touchline/warehouse';

const LOOK_MS = 50;
const ALL_SEEN_MS_MAX = 60_000;

/** Looks again and again up to which offset ClickHouse shows the clicks of each partition. */
export class Watch {
  #warehouse;
  #looks = [];
  #stopped = false;
  #looking;

  constructor(config) {
    this.#warehouse = openWarehouse(config);
    this.#looking = this.#look();
  }

  /** Ends when so many clicks can be seen; returns the looks, and where each click stands and when it was received. */
  async until(count) {
    const until = Date.now() + ALL_SEEN_MS_MAX;
    while ((this.#looks.at(-1)?.count ?? 0) < count && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    this.#stopped = true;
    await this.#looking;
    const rows = await this.#warehouse.query(
      'SELECT _partition AS partition, _offset AS offset, toUnixTimestamp64Milli(received_at) AS received_ms FROM click_facts ORDER BY partition, offset',
    );
    await this.#warehouse.close();
    return { looks: this.#looks, rows };
  }

  async #look() {
    while (!this.#stopped) {
      const rows = await this.#warehouse.query('SELECT _partition AS partition, max(_offset) AS last, count() AS clicks FROM click_facts GROUP BY partition');
      const last = new Map(rows.map((row) => [row.partition, row.last]));
      this.#looks.push({ at_ms: Date.now(), last, count: rows.reduce((sum, { clicks }) => sum + clicks, 0) });
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}
