import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { naturalEventId } from '@touchline/events';
import { loadConfig } from '@touchline/runtime';
import { type LocalServer, openWarehouse, startLocalServer, type Warehouse } from '@touchline/warehouse';
import { type RunReport, type RunRequest, runAttribution } from '../src/index.js';

export const DAY_MS = 86_400_000;
export const NOON = Date.UTC(2026, 9, 1, 12);
export const WORKSPACE = 'shop';

/** A fact that has not arrived yet. */
export interface Fact {
  readonly table: string;
  readonly topic: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** A real ClickHouse in a folder of its own. */
export async function startServer(): Promise<LocalServer & { readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'touchline-ledger-'));
  const config = loadConfig({ TOUCHLINE_DATA: folder, TOUCHLINE_WAREHOUSE_PORT: '0', TOUCHLINE_LOG_LEVEL: 'silent' });
  const server = await startLocalServer({ config });
  return {
    ...server,
    remove: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

let databases = 0;

/** One warehouse into which facts arrive as the ingestor would store them. */
export class World {
  readonly warehouse: Warehouse;
  readonly #offsets = new Map<string, number>();
  #now_ms = NOON + 100 * DAY_MS;

  private constructor(warehouse: Warehouse) {
    this.warehouse = warehouse;
  }

  static async open(server: LocalServer): Promise<World> {
    databases += 1;
    const warehouse = openWarehouse(server.config, { database: `ledger_test_${databases}` });
    await warehouse.migrate();
    return new World(warehouse);
  }

  /** Stores facts in the given order, and says that their offsets are stored. */
  async arrive(...facts: readonly Fact[]): Promise<void> {
    const tables = new Map<string, object[]>();
    const ranges = facts.map(({ table, topic, row }) => {
      const offset = this.#offsets.get(topic) ?? 0;
      this.#offsets.set(topic, offset + 1);
      tables.set(table, [...(tables.get(table) ?? []), { ...row, _topic: topic, _partition: 0, _offset: offset }]);
      return { topic, partition: 0, first_offset: offset, last_offset: offset, state: 'stored', records: 1, rejected: 0 };
    });
    for (const [table, rows] of tables) await this.warehouse.insertRows(table, rows);
    await this.warehouse.insertRows('ingest_ranges', ranges);
  }

  async run(how: Pick<RunRequest, 'bulk_least' | 'memory_bytes'> = {}): Promise<RunReport> {
    this.#now_ms += 1_000;
    return runAttribution({ warehouse: this.warehouse, workspace_id: WORKSPACE, now: new Date(this.#now_ms), ...how });
  }

  /** What is known when the last run has finished is known at this instant. */
  async lastRunAt(): Promise<Date> {
    const [run] = await this.warehouse.query<{ at_ms: number }>('SELECT toUnixTimestamp64Milli(max(knowledge_time)) AS at_ms FROM attribution_runs');
    return new Date(run?.at_ms ?? 0);
  }

  /** Net lines of one order under one model: touch, weight, amount. */
  async lines(order_id: string, model: string): Promise<[string, number, number][]> {
    const rows = await this.warehouse.query<{ touch_id: string; creator_id: string; weight: number; amount_minor: number }>(
      `SELECT if(touch_id = '(unattributed)', touch_id, creator_id) AS touch_id, round(sum(weight), 6) AS weight, sum(amount_minor) AS amount_minor
       FROM ledger WHERE workspace_id = {workspace:String} AND order_id = {order_id:String} AND model = {model:String}
       GROUP BY touch_id ORDER BY touch_id`,
      { workspace: WORKSPACE, order_id, model },
    );
    return rows.map((row) => [row.touch_id, row.weight, row.amount_minor]);
  }

  async kinds(): Promise<Record<string, number>> {
    const rows = await this.warehouse.query<{ kind: string; lines: number }>('SELECT kind, count() AS lines FROM ledger_history GROUP BY kind');
    return Object.fromEntries(rows.map((row) => [row.kind, row.lines]));
  }
}

interface Happened {
  readonly at?: number;
  /** Default: at once. */
  readonly received?: number;
  readonly visitor_id?: string;
  readonly customer_id?: string;
  readonly email_sha256?: string;
}

function fact(table: string, topic: string, told: Happened & { readonly type: string; readonly id: string; readonly payload: object | string }): Fact {
  const { type, id, payload, at = NOON, received = at, visitor_id = '', customer_id = '', email_sha256 = '' } = told;
  const occurred_at = new Date(at).toISOString();
  const person = { visitor_id, customer_id, email_sha256, ip_prefix: '', raw: '' };
  const envelope = {
    type,
    version: 1,
    event_id: uuid(type, id),
    workspace_id: WORKSPACE,
    occurred_at,
    received_at: new Date(received).toISOString(),
    source: 'test',
    key: 'k',
  };
  return { table, topic, row: { ...envelope, person, payload } };
}

export function uuid(type: string, id: string): string {
  return naturalEventId([WORKSPACE, type, id]);
}

function entity(kind: string, id: string, value: object): Fact {
  const payload = JSON.stringify({ kind, id, entity: value });
  return fact('directory_facts', 'directory', { type: 'directory_upserted', id: `${kind}/${payload}`, payload, at: NOON - 90 * DAY_MS });
}

export function workspace(more: object = {}): Fact {
  const windows = { click_window_ms: 30 * DAY_MS, code_window_ms: 30 * DAY_MS, half_life_ms: 7 * DAY_MS };
  return entity('workspace', WORKSPACE, { name: 'Shop', currency: 'EUR', time_zone: 'UTC', simulated: false, ...windows, ...more });
}

export function link(id: string, creator_id = id): Fact {
  return entity('link', id, { slug: id, destination: 'https://shop.example/', creator_id, platform: 'instagram' });
}

export function archivedLink(id: string): Fact {
  const payload = JSON.stringify({ kind: 'link', id });
  return fact('directory_facts', 'directory', { type: 'directory_archived', id: `link/${id}`, payload, at: NOON - 60 * DAY_MS });
}

/** @param told `at`: when the code was made, or made to be this one. */
export function promoCode(id: string, code: string, told: { readonly creator_id: string; readonly at?: number }): Fact {
  const { creator_id, at = NOON - 90 * DAY_MS } = told;
  const payload = JSON.stringify({ kind: 'code', id, entity: { code, creator_id } });
  return fact('directory_facts', 'directory', { type: 'directory_upserted', id: `code/${payload}`, payload, at });
}

export function click(id: string, link_id: string, told: Happened & { readonly click_class?: string }): Fact {
  const { click_class = 'human', ...happened } = told;
  const empty = { class_rule: '', class_rules_version: 1, referrer_host: '', in_app: '', device: '', os: '', browser: '', language: '' };
  const payload = { link_id, slug: link_id, host: 'go.example', destination: '', class: click_class, ...empty, private: false, simulated: false };
  return fact('click_facts', 'clicks', { type: 'click', id, payload, ...happened });
}

export interface Bought extends Happened {
  readonly amount_minor?: number;
  readonly currency?: string;
  readonly fx_rate?: string;
  readonly click?: string;
  readonly codes?: readonly string[];
}

export function order(order_id: string, told: Bought): Fact {
  const { amount_minor = 10_000, currency = 'EUR', fx_rate = '', click: clicked, codes = [], ...happened } = told;
  const payload = { order_id, amount_minor, currency, fx_rate, click_id: clicked === undefined ? '' : uuid('click', clicked), codes };
  return fact('order_facts', 'conversions', { type: 'order_placed', id: order_id, payload, ...happened });
}

export function refund(
  order_id: string,
  refund_id: string,
  told: { readonly delta_minor: number; readonly at: number; readonly received?: number; readonly currency?: string },
): Fact {
  const { delta_minor, at, received = at, currency = 'EUR' } = told;
  const payload = { order_id, refund_id, delta_minor, currency, reason: '' };
  return fact('refund_facts', 'conversions', { type: 'order_refunded', id: `${order_id}/${refund_id}`, payload, at, received });
}

export function redemption(id: string, code: string, told: Happened & { readonly order_id?: string }): Fact {
  const { order_id = '', ...happened } = told;
  return fact('redemption_facts', 'conversions', { type: 'code_redeemed', id, payload: { code, order_id }, ...happened });
}

export function identified(id: string, told: Happened & { readonly click?: string }): Fact {
  const { click: clicked, ...happened } = told;
  const payload = { click_id: clicked === undefined ? '' : uuid('click', clicked) };
  return fact('identity_facts', 'identities', { type: 'identified', id, payload, ...happened });
}
