import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Directory, openDirectory } from '@touchline/directory';
import { type EventLog, openTruthLog } from '@touchline/event-log';
import type { Entities } from '@touchline/events';
import { webhookSecret } from '@touchline/reports';
import { type Config, freePort, loadConfig } from '@touchline/runtime';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { World } from '../../../packages/evidence/test/world.js';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const LEASE_MS = 2_000;

interface Letter {
  readonly message_id: string;
  readonly raw: string;
}

/** A real mail server that keeps what it takes; it can be told to say nothing when a letter comes. */
class PostOffice {
  readonly letters: Letter[] = [];
  /** Letters it takes without ever answering. */
  silent = 0;
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, _session, answer) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        this.letters.push({ raw, message_id: /^Message-ID: (\S+)/im.exec(raw)?.[1] ?? '' });
        if (this.silent === 0) answer();
        else this.silent -= 1;
      });
    },
  });

  async open(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server.server, 'listening');
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

async function until(what: string, holds: () => boolean | Promise<boolean>, within_ms: number = 60_000): Promise<void> {
  const end_ms = Date.now() + within_ms;
  while (!(await holds())) {
    if (Date.now() > end_ms) throw new Error(`not within ${within_ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

let world: World;
let config: Config;
let log: EventLog;
let directory: Directory;
let office: PostOffice;
let smtp_port: number;
const running = new Set<ChildProcess>();

/** An aggregator as the supervisor starts it. */
async function start(): Promise<ChildProcess> {
  const environment = {
    ...process.env,
    TOUCHLINE_DATA: config.TOUCHLINE_DATA,
    CLICKHOUSE_URL: `http://127.0.0.1:${config.TOUCHLINE_WAREHOUSE_PORT}`,
    CLICKHOUSE_PASSWORD: world.password,
    TOUCHLINE_AGGREGATOR_ADMIN_PORT: String(await freePort()),
    TOUCHLINE_REPORT_SCHEDULE: '* * * * * *',
    TOUCHLINE_REPORT_LEASE_MS: String(LEASE_MS),
    TOUCHLINE_REPORT_SETTLE_MS: '0',
    TOUCHLINE_SMTP_URL: `smtp://127.0.0.1:${smtp_port}`,
    TOUCHLINE_DELIVERY_PRIVATE: 'true',
    TOUCHLINE_LOG_LEVEL: 'warn',
  };
  const child = fork(MAIN, [], { env: environment, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  running.add(child);
  await Promise.race([once(child, 'message'), once(child, 'exit').then(() => Promise.reject(new Error('the aggregator did not start')))]);
  return child;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  running.delete(child);
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

const minutesAgo = (minutes: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 - minutes * 60_000 - 1).toISOString();

function schedule(change: Partial<Entities['report_schedule']>): Promise<unknown> {
  const entity: Entities['report_schedule'] = {
    name: 'Does it work?',
    subject: { kind: 'experiment', experiment_id: 'x1' },
    cron: '* * * * *',
    formats: ['csv', 'json'],
    targets: [{ channel: 'email', to: ['growth@brand.example'] }],
    missed: 'catch_up',
    from: minutesAgo(1),
    ...change,
  };
  return directory.upsert('w1', 'report_schedule', 'every-minute', entity);
}

const slots = () => directory.list('report_slot', 'w1', { limit: 1_000 }).items.map(({ id, entity }) => ({ id, ...entity }));

beforeAll(async () => {
  world = await World.open();
  await world.clear();
  await world.play([
    { arm: 'control', units: 1_000, buyers: 50 },
    { arm: 'treated', units: 1_000, buyers: 120 },
  ]);
});
afterAll(() => world.close());

beforeEach(async () => {
  config = loadConfig({ TOUCHLINE_DATA: await world.folder(), TOUCHLINE_WAREHOUSE_PORT: String(world.port), TOUCHLINE_LOG_LEVEL: 'silent' });
  log = openTruthLog(config, 'test');
  // What the warehouse holds was put there by hand: the ingestor's group has handled whatever comes.
  const consumer = log.consume({
    topics: ['directory'],
    group: `warehouse.${config.CLICKHOUSE_DATABASE}`,
    batch_records_max: 100,
    batch_bytes_max: 1_000_000,
    linger_ms: 0,
    handler: () => Promise.resolve(),
  });
  directory = await openDirectory({ config, log, source: 'test' });
  await directory.upsert('w1', 'workspace', 'w1', world.workspace);
  office = new PostOffice();
  smtp_port = await freePort();
  await office.open(smtp_port);
  stopConsumer = () => consumer.stop();
});
let stopConsumer: () => Promise<void>;
afterEach(async () => {
  for (const child of [...running]) await end(child, 'SIGKILL');
  await office.close();
  await stopConsumer();
  await directory.close();
  await log.close();
});

describe('scheduled reports', () => {
  it('come once a slot, with two aggregators at work (I2)', async () => {
    await schedule({ from: minutesAgo(3) });
    await Promise.all([start(), start()]);
    const past = () => slots().filter(({ state }) => state === 'done');
    // The next slot may come meanwhile: its letter is out a moment before it is done.
    await until('three reports', () => past().length >= 3 && new Set(office.letters.map(({ message_id }) => message_id)).size === past().length);
    const letters = new Map<string, number>();
    for (const { message_id } of office.letters) letters.set(message_id, (letters.get(message_id) ?? 0) + 1);
    expect([...letters.values()]).toEqual([...letters.values()].map(() => 1));
    expect(letters.size).toBe(past().length);
    expect(past().every(({ claim, deliveries }) => claim === 1 && deliveries[0]?.state === 'sent')).toBe(true);
    expect(office.letters[0]?.raw).toContain('Grade A');
  });

  it('are finished by another when their maker is killed between claim and delivery: the same letter again, by its id (I1)', async () => {
    office.silent = 1;
    await schedule({});
    const first = await start();
    await until('a letter without an answer', () => office.letters.length === 1);
    await end(first, 'SIGKILL');
    // What was written before the letter went out is in the log; here it is read a moment later.
    await until('the attempt', () => slots().some(({ deliveries }) => deliveries[0]?.attempts === 1));
    const [claimed] = slots();
    expect(claimed).toMatchObject({ state: 'claimed', claim: 1, deliveries: [{ state: 'pending', attempts: 1 }] });
    await start();
    await until('the report', () => slots().some(({ id, state }) => id === claimed?.id && state === 'done'));
    const slot = slots().find(({ id }) => id === claimed?.id);
    expect(slot).toMatchObject({ claim: 2, deliveries: [{ state: 'sent', attempts: 2 }] });
    expect(slot?.claimer).not.toBe(claimed?.claimer);
    const [one] = office.letters;
    expect(one?.message_id).toMatch(/^<[0-9a-f-]{36}@touchline\.invalid>$/);
    // Letters of slots that nobody had claimed may come between: the dead maker's lease has to run out first.
    expect(office.letters.filter(({ message_id }) => message_id === one?.message_id)).toHaveLength(2);
  });

  it('that nobody was there to make are marked as missed, where the schedule says so', async () => {
    await schedule({ missed: 'mark', cron: '0 * * * *', from: minutesAgo(60 * 5) });
    await start();
    await until('the marks', () => slots().filter(({ state }) => state === 'missed').length >= 4);
    expect(slots().filter(({ state }) => state === 'done').length).toBeLessThanOrEqual(1);
  });

  it('say why there is none when their experiment is not there', async () => {
    await schedule({ subject: { kind: 'experiment', experiment_id: 'nowhere' } });
    await start();
    await until('the end', () => slots().some(({ state }) => state === 'failed'));
    expect(slots()[0]).toMatchObject({ state: 'failed', code: 'TL_ENTITY_UNKNOWN' });
    expect(office.letters).toEqual([]);
  });
});

describe('webhooks', () => {
  it('are signed as Standard Webhooks asks, with one id over all tries, and a Slack-compatible one gets words', async () => {
    const got: { path: string; headers: Record<string, string>; body: string }[] = [];
    const server = createServer((request, answer) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        got.push({ path: request.url ?? '', headers: request.headers as Record<string, string>, body: Buffer.concat(chunks).toString() });
        answer.writeHead(request.url === '/hook' && got.filter(({ path }) => path === '/hook').length === 1 ? 503 : 204).end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await schedule({
      targets: [
        { channel: 'webhook', url: `${base}/hook` },
        { channel: 'slack', url: `${base}/slack` },
        { channel: 'webhook', url: 'http://[::1]:9/nobody' },
      ],
    });
    await start();
    await until('the report', () => slots().some(({ state }) => state === 'done'));
    server.close();
    const [first, again] = got.filter(({ path }) => path === '/hook');
    expect(again?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
    const secret = webhookSecret({ ...config, CLICKHOUSE_PASSWORD: world.password }, 'w1', 'every-minute');
    expect(new Webhook(secret).verify(again?.body ?? '', again?.headers ?? {})).toMatchObject({
      type: 'report.made',
      data: { report: { results: [{ grade: 'A' }] } },
    });
    const slack = JSON.parse(got.find(({ path }) => path === '/slack')?.body ?? '{}') as { text?: string };
    expect(slack.text).toContain('treated did better than control');
    const [slot] = slots().filter(({ state }) => state === 'done');
    expect(slot?.deliveries.map(({ state, attempts, code }) => [state, attempts, code])).toEqual([
      ['sent', 2, 'TL_DELIVERY_UNREACHABLE'],
      ['sent', 1, undefined],
      ['failed', 3, 'TL_DELIVERY_UNREACHABLE'],
    ]);
  });
});
