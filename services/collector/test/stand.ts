import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Directory, openDirectory } from '@touchline/directory';
import { type EventLog, openLocalLog } from '@touchline/event-log';
import { type AnyEvent, decodeEvent } from '@touchline/events';
import { createLogger, dataPaths, loadConfig, Metrics } from '@touchline/runtime';
import { Keeper } from '../src/keeping.js';
import { buildCollector } from '../src/server.js';

export interface Answer {
  readonly status: number;
  readonly body: { readonly code?: string; readonly path?: string; readonly remedy?: string; readonly results?: readonly Record<string, string>[] };
}

/** A collector on a port of its own, with a real log, a real directory and two workspaces: `acme` in EUR, `bolt` in JPY. */
export interface Stand {
  readonly data: string;
  readonly address: string;
  readonly log: EventLog;
  readonly keeper: Keeper;
  readonly metrics: Metrics;
  readonly tokens: { readonly acme: string; readonly bolt: string; readonly reader: string };
  post(body: unknown, token?: string): Promise<Answer>;
  send(bytes: string | Uint8Array, headers?: Record<string, string>): Promise<Answer>;
  events(topic: string): Promise<AnyEvent[]>;
  close(): Promise<void>;
}

const WORKSPACE = { time_zone: 'Europe/Berlin', simulated: false, click_window_ms: 1, code_window_ms: 1, half_life_ms: 1 };

export async function openStores() {
  const data = await mkdtemp(join(tmpdir(), 'collector-'));
  const config = loadConfig({ TOUCHLINE_DATA: data, TOUCHLINE_LOG_LEVEL: 'silent' });
  const log = await openLocalLog({ path: dataPaths(config).log });
  const directory = await openDirectory({ config, log, source: 'test' });
  for (const [id, currency] of [
    ['acme', 'EUR'],
    ['bolt', 'JPY'],
  ] as const) {
    await directory.upsert(id, 'workspace', id, { name: id, currency, ...WORKSPACE });
  }
  const key = async (workspace: string, scope: 'events:write' | 'read') => (await directory.createKey(workspace, { name: 'test', scopes: [scope] })).token;
  const tokens = { acme: await key('acme', 'events:write'), bolt: await key('bolt', 'events:write'), reader: await key('acme', 'read') };
  return { data, config, log, directory, tokens };
}

export async function openStand(wrap: (log: EventLog) => EventLog = (log) => log): Promise<Stand> {
  const { data, config, log, directory, tokens } = await openStores();
  const keeper = new Keeper(wrap(log));
  const metrics = new Metrics();
  const server = buildCollector({ directory, keeper, logger: createLogger('collector', config), metrics });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  const send: Stand['send'] = (bytes, headers = {}) =>
    sendTo(address, bytes, { authorization: `Bearer ${tokens.acme}`, 'content-type': 'application/json', ...headers });
  return {
    data,
    address,
    log,
    keeper,
    metrics,
    tokens,
    send,
    post: (body, token = tokens.acme) => send(JSON.stringify(body), { authorization: `Bearer ${token}` }),
    events: (topic) => eventsOf(log, topic),
    close: async () => {
      await server.close();
      await closeStores({ data, log, directory });
    },
  };
}

export async function closeStores(stores: { readonly data: string; readonly log: EventLog; readonly directory: Directory }): Promise<void> {
  await stores.directory.close();
  await stores.log.close();
  await rm(stores.data, { recursive: true, force: true });
}

export async function sendTo(address: string, bytes: string | Uint8Array, headers: Record<string, string>): Promise<Answer> {
  const answer = await fetch(`${address}/v1/events`, { method: 'POST', headers, body: bytes as string | Uint8Array });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
}

export async function eventsOf(log: EventLog, topic: string): Promise<AnyEvent[]> {
  const heads = await log.heads(topic);
  const parts = await Promise.all(heads.map(({ partition, first_offset }) => log.read(topic, partition, first_offset, 100_000)));
  return parts.flat().map(({ value }) => decodeEvent(value));
}

export function order(id: string, fields: Record<string, unknown> = {}) {
  return { type: 'order_placed', occurred_at: '2026-01-05T10:00:00Z', order_id: id, amount_minor: 4_990, currency: 'EUR', ...fields };
}
