import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Directory, openDirectory } from '@touchline/directory';
import { type EventLog, openLocalLog } from '@touchline/event-log';
import { type AnyEvent, decodeEvent, type Scope } from '@touchline/events';
import { type Config, createLogger, dataPaths, loadConfig, Metrics, type RunningService } from '@touchline/runtime';
import { serveTracker } from '../../src/tracker.js';

const DAY_MS = 86_400_000;

export const WORKSPACE = {
  name: 'Workspace',
  currency: 'EUR',
  time_zone: 'UTC',
  simulated: false,
  click_window_ms: 30 * DAY_MS,
  code_window_ms: 30 * DAY_MS,
  half_life_ms: 7 * DAY_MS,
};

export interface TestTrackerOptions {
  readonly settings?: Readonly<Record<string, string>>;
  /** Stands between the tracker and the log. */
  readonly wrapLog?: (log: EventLog) => EventLog;
}

type ApiCall = [method: string, path: string, token: string, body?: unknown, more?: Readonly<Record<string, string>>];

/** A tracker over a real log and directory in a folder of its own, with one workspace `one`, a creator and a link `spring`. */
export class TestTracker {
  readonly config: Config;
  readonly log: EventLog;
  readonly directory: Directory;
  readonly service: RunningService;
  readonly metrics: Metrics;
  readonly port: number;

  private constructor(parts: { config: Config; log: EventLog; directory: Directory; service: RunningService; metrics: Metrics }) {
    this.config = parts.config;
    this.log = parts.log;
    this.directory = parts.directory;
    this.service = parts.service;
    this.metrics = parts.metrics;
    this.port = Number(new URL(parts.service.address ?? '').port);
  }

  static async start({ settings = {}, wrapLog = (log) => log }: TestTrackerOptions = {}): Promise<TestTracker> {
    const folder = await mkdtemp(join(tmpdir(), 'touchline-tracker-'));
    const config = loadConfig({ TOUCHLINE_DATA: folder, TOUCHLINE_TRACKER_PORT: '0', TOUCHLINE_LOG_LEVEL: 'silent', ...settings });
    const log = await openLocalLog({ path: dataPaths(config).log });
    const directory = await openDirectory({ config, log, source: 'test' });
    for (const id of ['one', 'two']) await directory.upsert(id, 'workspace', id, WORKSPACE);
    await directory.upsert('made-up', 'workspace', 'made-up', { ...WORKSPACE, simulated: true });
    for (const workspace of ['one', 'made-up']) await directory.upsert(workspace, 'creator', 'mia', { name: 'Mia', platform: 'Instagram' });
    await directory.upsert('one', 'link', 'spring', { slug: 'spring', destination: 'https://shop.example/spring', creator_id: 'mia' });
    await directory.upsert('made-up', 'link', 'pretend', { slug: 'pretend', destination: 'https://shop.example/', creator_id: 'mia' });
    const metrics = new Metrics();
    const service = await serveTracker({ config, logger: createLogger('tracker', config), metrics }, { log: wrapLog(log), directory });
    return new TestTracker({ config, log, directory, service, metrics });
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.directory.close();
    await this.log.close();
    await rm(this.config.TOUCHLINE_DATA, { recursive: true });
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  async key(workspace: string, ...scopes: Scope[]): Promise<string> {
    return (await this.directory.createKey(workspace, { name: 'test', scopes })).token;
  }

  async api(...[method, path, token, body, more]: ApiCall): Promise<{ status: number; body: Record<string, unknown> }> {
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, ...more };
    if (body !== undefined) headers['content-type'] = 'application/json';
    const answer = await fetch(this.url(`/v1/${path}`), { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  /** Bytes of every record of the topic `clicks`. */
  async clickRecords(): Promise<Uint8Array[]> {
    const values: Uint8Array[] = [];
    for (const { partition, first_offset } of await this.log.heads('clicks')) {
      for (const { value } of await this.log.read('clicks', partition, first_offset, 100_000)) values.push(value);
    }
    return values;
  }

  async clicks(): Promise<AnyEvent[]> {
    return (await this.clickRecords()).map(decodeEvent);
  }

  /** The one click event with this id. */
  async click(id: string): Promise<Extract<AnyEvent, { type: 'click' }>> {
    const found = (await this.clicks()).find(({ event_id }) => event_id === id);
    if (found?.type !== 'click') throw new Error(`no click ${id} in the log`);
    return found;
  }

  /** A figure of `/metrics`, its labels as they are written there. */
  async metric(name: string): Promise<number> {
    const { body } = await this.metrics.text();
    const line = body.split('\n').find((each) => each.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1));
  }
}
