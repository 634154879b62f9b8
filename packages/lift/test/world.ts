import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Entities, naturalEventId } from '@touchline/events';
import { loadConfig } from '@touchline/runtime';
import { type LocalServer, openWarehouse, startLocalServer, type Warehouse } from '@touchline/warehouse';
import { type ArmSumsReport, armSums } from '../src/index.js';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const START = Date.UTC(2026, 2, 1);

export const EXPERIMENT: Entities['experiment'] = {
  name: 'X',
  design: 'user_holdout',
  assignment: 'imported',
  unit: 'customer',
  scope: { link_ids: [], creator_ids: [], campaign_ids: [], geos: [] },
  arms: [
    { name: 'control', weight: 1 },
    { name: 'treated', weight: 1 },
  ],
  control_arm: 'control',
  metric: { kind: 'revenue' },
  scale: 'absolute',
  method: 'cuped',
  planned_end: '2099-01-01T00:00:00Z',
  alpha: 0.05,
  guards: [],
  salt: 'salt of this test',
  conversion_window_ms: 7 * DAY_MS,
  winsorising_cap_minor: 10_000,
  pre_period: { from: new Date(START - 28 * DAY_MS).toISOString(), to: new Date(START).toISOString() },
  state: 'running',
  started_at: new Date(START).toISOString(),
};

export interface Told {
  readonly at: number;
  readonly person?: object;
  readonly workspace?: string;
  /** Makes the event id: the same is a repeat. */
  readonly id: string;
}

/** A warehouse into which facts go as the ingestor would store them. */
export class World {
  readonly warehouse: Warehouse;
  readonly #server: LocalServer;
  readonly #folder: string;
  #offset = 0;

  private constructor(warehouse: Warehouse, server: LocalServer, folder: string) {
    this.warehouse = warehouse;
    this.#server = server;
    this.#folder = folder;
  }

  static async open(): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'touchline-lift-'));
    const server = await startLocalServer({ config: loadConfig({ TOUCHLINE_DATA: folder, TOUCHLINE_WAREHOUSE_PORT: '0', TOUCHLINE_LOG_LEVEL: 'silent' }) });
    const warehouse = openWarehouse(server.config);
    await warehouse.migrate();
    return new World(warehouse, server, folder);
  }

  async clear(): Promise<void> {
    for (const table of ['assignment_facts', 'exposure_facts', 'order_facts', 'refund_facts', 'click_facts'])
      await this.warehouse.command(`TRUNCATE TABLE ${table}`);
  }

  async close(): Promise<void> {
    await this.warehouse.close();
    await this.#server.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async store(table: string, type: string, facts: readonly (Told & { readonly payload: object })[]): Promise<void> {
    const rows = facts.map(({ id, at, person = {}, workspace = 'w1', payload }) => {
      this.#offset += 1;
      const instant = new Date(at).toISOString();
      const origin = { _topic: 'any', _partition: 0, _offset: this.#offset };
      const head = { type, version: 1, event_id: naturalEventId([workspace, type, id]), workspace_id: workspace, source: 'api', key: 'k' };
      return { ...origin, ...head, occurred_at: instant, received_at: instant, person, payload };
    });
    await this.warehouse.insertRows(table, rows);
  }

  assign(...facts: readonly (Told & { readonly arm: string })[]): Promise<void> {
    const payload = ({ arm }: { arm: string }) => ({ experiment_id: 'x1', arm, unit: 'customer', assignment: 'imported' });
    return this.store(
      'assignment_facts',
      'experiment_assigned',
      facts.map((fact) => ({ ...fact, payload: payload(fact) })),
    );
  }

  expose(...facts: readonly (Told & { readonly arm: string })[]): Promise<void> {
    return this.store(
      'exposure_facts',
      'experiment_exposed',
      facts.map((fact) => ({ ...fact, payload: { experiment_id: 'x1', arm: fact.arm, unit: 'customer' } })),
    );
  }

  order(...facts: readonly (Told & { readonly amount: number; readonly more?: object })[]): Promise<void> {
    const payload = ({ id, amount, more }: (typeof facts)[number]) => ({ order_id: id, amount_minor: amount, currency: 'EUR', kind: 'order', ...more });
    return this.store(
      'order_facts',
      'order_placed',
      facts.map((fact) => ({ ...fact, payload: payload(fact) })),
    );
  }

  refund(...facts: readonly (Told & { readonly order: string; readonly delta: number; readonly currency?: string })[]): Promise<void> {
    const payload = ({ id, order, delta, currency = 'EUR' }: (typeof facts)[number]) => ({ order_id: order, refund_id: id, delta_minor: delta, currency });
    return this.store(
      'refund_facts',
      'order_refunded',
      facts.map((fact) => ({ ...fact, payload: payload(fact) })),
    );
  }

  click(...facts: readonly (Told & { readonly arm: string })[]): Promise<void> {
    const payload = ({ arm }: { arm: string }) => ({ link_id: 'l1', slug: 's', class: 'human', experiment_id: 'x1', arm });
    return this.store(
      'click_facts',
      'click',
      facts.map((fact) => ({ ...fact, payload: payload(fact) })),
    );
  }

  sums(
    change: Partial<Entities['experiment']> = {},
    more: { population?: 'assigned' | 'exposed'; until?: Date; currency?: string } = {},
  ): Promise<ArmSumsReport> {
    const { until = new Date(START + 60 * DAY_MS), currency = 'EUR', ...rest } = more;
    return armSums({ warehouse: this.warehouse, workspace_id: 'w1', currency, experiment_id: 'x1', experiment: { ...EXPERIMENT, ...change }, until, ...rest });
  }
}

export const customer = (id: string) => ({ customer_id: id });
