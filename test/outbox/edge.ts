import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDirectory } from '@touchline/directory';
import { type EventLog, type Outbox, openEdgeOutbox, openTruthLog } from '@touchline/event-log';
import { type Broker, startBroker, suitePrefix } from '@touchline/kafka-broker';
import { type Config, loadConfig } from '@touchline/runtime';
import { freePorts } from '../support/ports.js';

const DAY_MS = 86_400_000;
const WORKSPACE = {
  name: 'W',
  currency: 'EUR',
  time_zone: 'UTC',
  simulated: false,
  click_window_ms: DAY_MS,
  code_window_ms: DAY_MS,
  half_life_ms: DAY_MS,
} as const;

export type ServiceName = 'tracker' | 'collector' | 'forwarder';

export interface Readiness {
  readonly status: number;
  readonly state?: string;
  readonly detail?: string;
}

/** An edge machine and a Kafka broker of its own, which may be killed: tracker, collector and forwarder as the real processes. */
export class Edge {
  readonly broker: Broker;
  readonly config: Config;
  readonly truth: EventLog;
  readonly outbox: Outbox;
  /** Of a key that may do everything in the one workspace. */
  token = '';
  readonly #environment: NodeJS.ProcessEnv;
  readonly #children = new Map<ServiceName, ChildProcess>();

  private constructor(broker: Broker, environment: NodeJS.ProcessEnv) {
    this.broker = broker;
    this.#environment = environment;
    this.config = loadConfig(environment);
    this.truth = openTruthLog(this.config, 'test');
    this.outbox = openEdgeOutbox(this.config);
  }

  static async open(settings: Readonly<Record<string, string>> = {}): Promise<Edge> {
    const broker = await startBroker();
    const environment = {
      ...process.env,
      ...(await freePorts()),
      TOUCHLINE_DATA: await mkdtemp(join(tmpdir(), 'touchline-edge-')),
      TOUCHLINE_LOG_LEVEL: 'silent',
      KAFKA_BROKERS: broker.brokers.join(','),
      KAFKA_TOPIC_PREFIX: suitePrefix('edge'),
      ...settings,
    };
    const edge = new Edge(broker, environment);
    await edge.#makeLink();
    for (const name of ['forwarder', 'tracker', 'collector'] as const) await edge.start(name);
    return edge;
  }

  async start(name: ServiceName): Promise<void> {
    const main = fileURLToPath(new URL(`../../services/${name}/dist/main.js`, import.meta.url));
    const child = fork(main, [], { env: this.#environment, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#children.set(name, child);
    const [ready] = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => [undefined])]);
    if (ready === undefined) throw new Error(`${name} did not start`);
  }

  async kill(name: ServiceName): Promise<void> {
    const child = this.#children.get(name);
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  async readiness(name: ServiceName): Promise<Readiness> {
    const port = this.#environment[`TOUCHLINE_${name.toUpperCase()}_ADMIN_PORT`];
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
    return { ...((await answer.json()) as object), status: answer.status };
  }

  /** Of a counter the tracker counts. */
  async metric(name: string): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${this.config.TOUCHLINE_TRACKER_ADMIN_PORT}/metrics`);
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await answer.text())?.[1]);
  }

  get short_url(): string {
    return `http://127.0.0.1:${this.config.TOUCHLINE_TRACKER_PORT}/spring`;
  }

  post(path: string, body: object): Promise<Response> {
    const port = path === '/v1/events' ? this.config.TOUCHLINE_COLLECTOR_PORT : this.config.TOUCHLINE_TRACKER_PORT;
    const headers = { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
    return fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  waiting(): number {
    return this.outbox.depth().reduce((sum, { records }) => sum + records, 0);
  }

  /** Everything Kafka has of a topic, by partition, in order. */
  async arrived(topic: string): Promise<Record<string, unknown>[][]> {
    const heads = await this.truth.heads(topic);
    return Promise.all(
      heads.map(async ({ partition, first_offset, next_offset }) => {
        const records = await this.truth.read(topic, partition, first_offset, next_offset - first_offset);
        return records.map(({ value }) => JSON.parse(Buffer.from(value).toString()) as Record<string, unknown>);
      }),
    );
  }

  async close(): Promise<void> {
    for (const name of this.#children.keys()) await this.kill(name);
    await this.truth.close();
    await this.outbox.close();
    await this.broker.stop();
    await rm(this.config.TOUCHLINE_DATA, { recursive: true });
  }

  async #makeLink(): Promise<void> {
    const directory = await openDirectory({ config: this.config, log: this.truth, source: 'test' });
    await directory.upsert('one', 'workspace', 'one', WORKSPACE);
    await directory.upsert('one', 'creator', 'mia', { name: 'Mia' });
    await directory.upsert('one', 'link', 'spring', { slug: 'spring', destination: 'https://shop.example/', creator_id: 'mia' });
    this.token = (await directory.createKey('one', { name: 'test', scopes: ['events:write', 'links:write', 'read'] })).token;
    await directory.close();
  }
}
