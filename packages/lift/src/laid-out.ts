import { newEventId } from '@touchline/events';
import type { Warehouse } from '@touchline/warehouse';
import { LAID_OUT_DISTINCT, LAID_OUT_LEFTOVERS, layOutStatement, type Sources } from './sql.js';

/** What is laid out in the warehouse for one slice of units; removed in the end, or by whoever sums another day. */
export class LaidOutUnits {
  readonly run_id = newEventId();
  readonly #warehouse: Warehouse;

  constructor(warehouse: Warehouse) {
    this.#warehouse = warehouse;
  }

  async removeLeftovers(): Promise<void> {
    const left = await this.#warehouse.query<{ run: string }>(LAID_OUT_LEFTOVERS);
    for (const { run } of left) await this.#drop(run);
  }

  /** Takes the place of the slice before. @returns whether each unit has one row */
  async layOut(sources: Sources, parameters: Readonly<Record<string, unknown>>): Promise<boolean> {
    await this.remove();
    await this.#warehouse.command(layOutStatement(sources), { ...parameters, run_id: this.run_id });
    const [row] = await this.#warehouse.query<{ distinct: boolean | number }>(LAID_OUT_DISTINCT, { run_id: this.run_id });
    return Boolean(row?.distinct);
  }

  remove(): Promise<void> {
    return this.#drop(this.run_id);
  }

  #drop(run_id: string): Promise<void> {
    return this.#warehouse.command('ALTER TABLE lift_units DROP PARTITION {run_id:UUID}', { run_id });
  }
}
