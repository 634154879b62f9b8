import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Entities, naturalEventId } from '@touchline/events';
import { loadConfig, loadSecrets } from '@touchline/runtime';
import { type LocalServer, openWarehouse, startLocalServer, type Warehouse } from '@touchline/warehouse';
import { type LiftRun, runLift } from '../src/index.js';

export const DAY_MS = 86_400_000;
export const START = Date.UTC(2026, 2, 1);
export const END = START + 28 * DAY_MS;

const WORKSPACE: Entities['workspace'] = {
  name: 'W',
  currency: 'EUR',
  time_zone: 'Europe/Berlin',
  simulated: true,
  click_window_ms: DAY_MS,
  code_window_ms: DAY_MS,
  half_life_ms: DAY_MS,
};

export const EXPERIMENT: Entities['experiment'] = {
  name: 'Spring',
  design: 'user_holdout',
  assignment: 'imported',
  unit: 'customer',
  scope: { link_ids: [], creator_ids: ['mia'], campaign_ids: [], geos: [] },
  arms: [
    { name: 'control', weight: 1 },
    { name: 'treated', weight: 1 },
  ],
  control_arm: 'control',
  metric: { kind: 'conversion_rate' },
  scale: 'absolute',
  method: 'sequential',
  n_star: 1_000,
  planned_end: new Date(END).toISOString(),
  alpha: 0.05,
  guards: ['sample_ratio', 'arms_apart', 'exposure_first', 'full_weeks', 'alone_on_scope', 'outliers', 'pre_period'],
  salt: 'salt of this test',
  conversion_window_ms: 7 * DAY_MS,
  state: 'running',
  started_at: new Date(START).toISOString(),
};

export interface Arm {
  readonly arm: string;
  readonly units: number;
  readonly buyers: number;
  readonly amount_minor?: number;
}

interface Fact {
  readonly id: string;
  readonly at: number;
  /** When Touchline got it; left out: when it happened. */
  readonly received?: number;
  readonly person?: object;
  readonly payload: object;
}

const TABLES = [
  'assignment_facts',
  'order_facts',
  'exposure_facts',
  'directory_facts',
  'cost_facts',
  'lift_results',
  'geo_outcome_facts',
  'click_facts',
  'calibrations',
  'calibrations_refused',
  'ledger_lines',
  'attribution_runs',
];

/** A figure between −1 and 1 that looks drawn and is the same every time. */
export function noise(...of: readonly (string | number)[]): number {
  return createHash('sha256').update(of.join('/')).digest().readUInt32BE(0) / 2 ** 31 - 1;
}

/** Markets, creators or weeks by arm, with the strata they were drawn in. */
export interface UnitArm {
  readonly unit: string;
  readonly arm: string;
  readonly stratum?: string;
}

/** A warehouse with facts as the ingestor would have stored them. */
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
    const folder = await mkdtemp(join(tmpdir(), 'touchline-evidence-'));
    const server = await startLocalServer({ config: loadConfig({ TOUCHLINE_DATA: folder, TOUCHLINE_WAREHOUSE_PORT: '0', TOUCHLINE_LOG_LEVEL: 'silent' }) });
    const warehouse = openWarehouse(server.config);
    await warehouse.migrate();
    return new World(warehouse, server, folder);
  }

  /** The workspace that every fact is of. */
  get workspace(): Entities['workspace'] {
    return WORKSPACE;
  }

  /** Of the server, for processes that find it by CLICKHOUSE_URL. */
  get port(): number {
    return this.#server.config.TOUCHLINE_WAREHOUSE_PORT;
  }

  get password(): string {
    return loadSecrets(this.#server.config).warehouse_password;
  }

  /** A data folder of its own, gone with the world. */
  folder(): Promise<string> {
    return mkdtemp(join(this.#folder, 'data-'));
  }

  async clear(): Promise<void> {
    for (const table of TABLES) {
      await this.warehouse.command(`TRUNCATE TABLE ${table}`);
    }
    await this.entity('workspace', 'w1', WORKSPACE, START - 30 * DAY_MS);
  }

  async close(): Promise<void> {
    await this.warehouse.close();
    await this.#server.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async store(table: string, type: string, facts: readonly Fact[]): Promise<void> {
    const rows = facts.map(({ id, at, received = at, person = {}, payload }) => {
      this.#offset += 1;
      const head = { type, version: 1, event_id: naturalEventId([type, id]), workspace_id: 'w1', source: 'api', key: 'k' };
      const instants = { occurred_at: new Date(at).toISOString(), received_at: new Date(received).toISOString() };
      return { _topic: 'any', _partition: 0, _offset: this.#offset, ...head, ...instants, person, payload };
    });
    await this.warehouse.insertRows(table, rows);
  }

  entity(kind: string, id: string, entity: object, at: number = START): Promise<void> {
    return this.store('directory_facts', 'directory_upserted', [{ id: `${kind}/${id}/${this.#offset}`, at, payload: { kind, id, entity } }]);
  }

  /** Units assigned a day after the start; the first `buyers` of each arm buy an hour later. */
  async play(arms: readonly Arm[], change: Partial<Entities['experiment']> = {}): Promise<void> {
    await this.entity('experiment', 'x1', { ...EXPERIMENT, ...change });
    const at = START + DAY_MS;
    const units = arms.flatMap(({ arm, units }) => Array.from({ length: units }, (_, place) => ({ arm, customer_id: `${arm}-${place}` })));
    const told = ({ arm }: { arm: string }) => ({ experiment_id: 'x1', arm, unit: 'customer', assignment: 'imported' });
    await this.store(
      'assignment_facts',
      'experiment_assigned',
      units.map((unit) => ({ id: unit.customer_id, at, person: { customer_id: unit.customer_id }, payload: told(unit) })),
    );
    for (const { arm, buyers, amount_minor = 5_000 } of arms) {
      const orders = Array.from({ length: buyers }, (_, place) => this.#order(`${arm}-${place}`, amount_minor, at + 3_600_000));
      await this.store('order_facts', 'order_placed', orders);
    }
  }

  /** An experiment on markets, creators or weeks, drawn before it started. */
  async draw(units: readonly UnitArm[], change: Partial<Entities['experiment']>): Promise<void> {
    await this.entity('experiment', 'x1', { ...EXPERIMENT, n_star: undefined, guards: ['full_weeks', 'alone_on_scope'], ...change } as Entities['experiment']);
    const payload = ({ unit, arm, stratum }: UnitArm) => ({ experiment_id: 'x1', arm, unit: change.unit, unit_id: unit, assignment: 'lottery', stratum });
    const at = START - DAY_MS;
    await this.store(
      'assignment_facts',
      'experiment_assigned',
      units.map((each) => ({ id: `${each.unit}/${each.arm}`, at, payload: payload(each) })),
    );
  }

  /** What markets report of `sales` by day, counted from the start. @param received left out: the day after */
  async report(rows: readonly { geo_id: string; day: number; value: number; currency?: string; received?: number; metric?: string }[]): Promise<void> {
    const facts = rows.map(({ day, received, ...told }) => {
      const at = START + day * DAY_MS;
      const payload = { metric: 'sales', revision: 0, currency: '', ...told, day: new Date(at).toISOString().slice(0, 10) };
      return { id: `${told.geo_id}/${day}/${payload.metric}`, at, received: received ?? at + DAY_MS, payload };
    });
    await this.store('geo_outcome_facts', 'geo_outcome', facts);
  }

  /** Orders as a shop tells them. */
  async orders(
    orders: readonly { id: string; at: number; person?: object; amount_minor?: number; codes?: readonly string[]; country?: string }[],
  ): Promise<void> {
    const facts = orders.map(({ id, at, person = {}, amount_minor = 5_000, codes = [], country = '' }) => {
      return { id, at, person, payload: { order_id: id, amount_minor, currency: 'EUR', kind: 'order', codes, country } };
    });
    await this.store('order_facts', 'order_placed', facts);
  }

  async order(customer_id: string, at: number, received: number = at): Promise<void> {
    await this.store('order_facts', 'order_placed', [{ ...this.#order(customer_id, 5_000, at), received }]);
  }

  /** A finished attribution run: what each model gives to whom of which order. */
  async credit(
    lines: readonly { model: string; customer_id: string; creator_id: string; weight: number; amount_minor: number; at?: number; link_id?: string }[],
  ): Promise<void> {
    const run_id = naturalEventId(['run', String(this.#offset)]);
    const knowledge_time = new Date(END).toISOString();
    const rows = lines.map(({ customer_id, at = START + DAY_MS + 3_600_000, link_id = '', amount_minor, ...line }) => {
      const order_id = `o-${customer_id}-${at}`;
      const head = { workspace_id: 'w1', run_id, model_version: 1, conversion_id: naturalEventId(['order_placed', order_id]), order_id, kind: 'credit' };
      const touch = {
        touch_id: line.creator_id === '' ? '(unattributed)' : `t-${line.creator_id}`,
        touch_position: 0,
        campaign_id: '',
        post_id: '',
        platform: '',
        link_id,
      };
      const money = { amount_minor, currency: 'EUR', amount_workspace_minor: amount_minor, workspace_currency: 'EUR' };
      return { ...head, ...touch, ...money, ...line, event_time: new Date(at).toISOString(), knowledge_time };
    });
    await this.warehouse.insertRows('ledger_lines', rows);
    await this.warehouse.insertRows('attribution_runs', [{ workspace_id: 'w1', run_id, knowledge_time, watermark: {}, policy: '' }]);
  }

  #order(customer_id: string, amount_minor: number, at: number): Fact {
    const payload = { order_id: `o-${customer_id}-${at}`, amount_minor, currency: 'EUR', kind: 'order' };
    return { id: payload.order_id, at, person: { customer_id }, payload };
  }

  run(as_of: number = START + 14 * DAY_MS): Promise<LiftRun> {
    return runLift({ warehouse: this.warehouse, workspace_id: 'w1', experiment_id: 'x1', as_of: new Date(as_of) });
  }
}
