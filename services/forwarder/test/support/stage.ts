import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventLog, type Outbox, openLocalLog, openOutbox, outboxStanding } from '@touchline/event-log';
import { createLogger, loadConfig } from '@touchline/runtime';
import { Forwarder, type ForwarderOptions } from '../../src/forwarder.js';

const SETTLE_MS_MAX = 30_000;
const MIB = 1_048_576;

export interface Told {
  readonly key: string;
  readonly number: number;
}

/** A real outbox, and a second real log that stands for Kafka, which can be taken down. */
export class Stage {
  readonly folder: string;
  readonly outbox: Outbox;
  readonly truth: EventLog;
  /** While it is set, the truth takes nothing. */
  down: Error | undefined;
  #next = 0;

  private constructor(folder: string, bytes_max: number) {
    this.folder = folder;
    this.outbox = openOutbox({ path: join(folder, 'outbox'), bytes_max });
    this.truth = openLocalLog({ path: join(folder, 'truth') });
  }

  static async open(bytes_max: number = 64 * MIB): Promise<Stage> {
    return new Stage(await mkdtemp(join(tmpdir(), 'touchline-forwarder-')), bytes_max);
  }

  async close(): Promise<void> {
    await this.outbox.close();
    await this.truth.close();
    await rm(this.folder, { recursive: true });
  }

  forwarder(options: Partial<ForwarderOptions> = {}): Forwarder {
    const config = loadConfig({ TOUCHLINE_LOG_LEVEL: 'silent', TOUCHLINE_OUTBOX_AGE_MS_MAX: '1000' });
    const logger = createLogger('forwarder', config);
    return new Forwarder({ outbox: this.outbox, truth: this.#truthOrDown(), logger, standing: () => outboxStanding(this.outbox, config), ...options });
  }

  /** Events of so many keys in turn; each says its key and its number. */
  async append(count: number, keys: number = 8): Promise<void> {
    const records = Array.from({ length: count }, () => {
      const told: Told = { key: `k${this.#next % keys}`, number: this.#next };
      this.#next += 1;
      return { key: told.key, value: eventOf(told) };
    });
    await this.outbox.append('clicks', records);
  }

  get appended(): number {
    return this.#next;
  }

  /** All that the truth holds, by partition, in order. */
  async arrived(): Promise<Told[][]> {
    const heads = await this.truth.heads('clicks');
    return Promise.all(
      heads.map(async ({ partition }) => {
        const records = await this.truth.read('clicks', partition, 0, 1_000_000);
        return records.map(({ value }) => (JSON.parse(Buffer.from(value).toString()) as { payload: Told }).payload);
      }),
    );
  }

  waiting(): number {
    return this.outbox.depth().reduce((sum, { records }) => sum + records, 0);
  }

  async drained(): Promise<void> {
    await eventually(async () => this.waiting() === 0);
  }

  #truthOrDown(): EventLog {
    return new Proxy(this.truth, {
      get: (target, name) => {
        if (name === 'append' && this.down !== undefined) return () => Promise.reject(this.down);
        const member = Reflect.get(target, name, target) as unknown;
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
  }
}

const AT = '2026-01-05T10:00:00.000Z';

/** The bytes of an event, as far as the forwarder looks at them. */
export function eventOf({ key, number }: Told): Buffer {
  const head = { type: 'click', version: 1, event_id: String(number), workspace_id: 'one', occurred_at: AT, received_at: AT, source: 'test', key };
  return Buffer.from(JSON.stringify({ ...head, person: {}, payload: { key, number } }));
}

export async function eventually(holds: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + SETTLE_MS_MAX;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error('it did not come to pass');
    await sleep(20);
  }
}
