import { type Broker, startBroker, suitePrefix } from '@touchline/kafka-broker';
import { click } from '../support/browser-like.js';
import { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';
import type { Answered } from './answered.js';
import { Books } from './books.js';
import { Faults } from './faults.js';
import { Load } from './load.js';
import { Members } from './members.js';
import type { ChaosLog, Round } from './plan.js';

const MIB = 1_048_576;
/** So small that a round can fill it, so large that a broker's restart does not. */
const OUTBOX_BYTES_MAX = 4 * MIB;
/** As short as Kafka takes it, so that a pause can outlast it. */
const SESSION_MS = 6_000;
const START_MS_MAX = 60_000;
const CHECK_MS_MAX = 60_000;
const SETTLE_MS_MAX = 240_000;
/** So often the whole books are compared under load; after each round the answered ids alone are. */
const AUDIT_EVERY_ROUNDS = 10;

export interface Reconciliation {
  readonly in_flight: number;
  readonly gap: number;
}

export interface Digest {
  readonly sha256: string;
  readonly lines: number;
}

/** What is left when all is over. Nothing may be missing, doubled or out of balance. */
export interface Verdict {
  readonly answered: Answered;
  /** Records of clicks and conversions in the log, and those that repeat an event, which the warehouse has to absorb. */
  readonly log: { readonly records: number; readonly repeats: number };
  readonly missing_in_log: readonly string[];
  readonly missing_in_warehouse: readonly string[];
  readonly doubled: number;
  readonly gap: number;
  readonly balanced: boolean;
  readonly waiting: number;
  readonly digest: Digest;
}

/** A Touchline under a steady load, to be hurt. */
export class Arena {
  readonly running: RunningTouchline;
  readonly books: Books;
  readonly load: Load;
  readonly #broker: Broker | undefined;
  readonly #members: Members;
  readonly #faults: Faults;

  private constructor(running: RunningTouchline, broker: Broker | undefined, { short_url, seed }: { short_url: string; seed: number }) {
    this.running = running;
    this.#broker = broker;
    this.books = Books.of(running.environment, broker !== undefined);
    this.load = new Load({ short_url, collector_url: running.url('COLLECTOR'), token: running.firstKey, seed });
    this.#members = new Members(running.environment);
    this.#faults = new Faults({ running, broker, load: this.load, members: this.#members });
  }

  static async open(log: ChaosLog, seed: number): Promise<Arena> {
    const broker = log === 'kafka' ? await startBroker() : undefined;
    const running = await RunningTouchline.create({
      TOUCHLINE_LOG_LEVEL: process.env['TOUCHLINE_CHAOS_LOG_LEVEL'] ?? 'silent',
      TOUCHLINE_OUTBOX_BYTES_MAX: String(OUTBOX_BYTES_MAX),
      KAFKA_BROKERS: broker?.brokers.join(',') ?? '',
      KAFKA_TOPIC_PREFIX: suitePrefix('chaos'),
      KAFKA_SESSION_TIMEOUT_MS: String(SESSION_MS),
    });
    try {
      await running.start('--no-demo');
      running.environment['TOUCHLINE_KEY'] = running.firstKey;
      const made = await running.cli('links', 'create', '--creator', 'mia', '--destination', 'https://shop.example/');
      if (made.code !== 0) throw new Error(`no link to begin with: ${made.stderr}`);
      const short_url = made.stdout.trim();
      await until('a first click', START_MS_MAX, () => click(short_url).catch(() => undefined));
      return new Arena(running, broker, { short_url, seed });
    } catch (error) {
      await running.remove();
      await broker?.stop();
      throw error;
    }
  }

  /** Does to it what the plan says, all at once, and looks for what was answered and is nowhere. @throws Error naming what went wrong */
  async round({ round, faults }: Round): Promise<void> {
    const began_ops = this.load.issued;
    await Promise.all(faults.map((fault) => this.#faults.inflict(fault, began_ops)));
    const missing = await this.#missing();
    if (missing.length > 0) throw new Error(`${missing.length} answered events are neither in the log nor in the outbox, such as ${missing[0]} (I1)`);
    // A store that was just killed needs a moment.
    const doubled = await until('the warehouse', CHECK_MS_MAX, () => this.books.doubled().catch(() => undefined));
    if (doubled > 0) throw new Error(`${doubled} events stand twice in a view (I2)`);
    if (round % AUDIT_EVERY_ROUNDS === 0) await this.#audit();
  }

  /** Ends the load, waits until everything has settled, and compares what was answered with what is there. */
  async judge(): Promise<Verdict> {
    const { running, books } = this;
    await this.#done(SETTLE_MS_MAX, 'status', '--wait', '60s');
    const answered = await this.load.stop();
    await this.#members.close();
    await until('nothing in flight', SETTLE_MS_MAX, async () => {
      const { in_flight, gap } = await running.json<Reconciliation>('reconcile');
      return in_flight === 0 || gap > 0 ? true : undefined;
    });
    await this.#done(SETTLE_MS_MAX, 'attribute', 'run');
    const { gap } = await running.json<Reconciliation>('reconcile');
    const { balanced, waiting } = await running.json<{ balanced: boolean; waiting: number }>('ledger', 'check');
    const ids = [...answered.clicks, ...answered.orders, ...answered.refunds];
    return {
      answered,
      missing_in_log: await books.missing(ids),
      missing_in_warehouse: await books.missingInWarehouse(ids),
      doubled: await books.doubled(),
      log: books.log,
      gap,
      balanced,
      waiting,
      digest: await running.json<Digest>('ledger', 'digest'),
    };
  }

  async close(): Promise<void> {
    await this.load.stop().catch(() => undefined);
    await this.#members.close();
    await this.books.close();
    await this.running.remove();
    await this.#broker?.stop();
  }

  /** A command, until it ends well. @throws Error with what it said last */
  async #done(ms_max: number, ...args: readonly string[]): Promise<void> {
    let said = '';
    await until(args.join(' '), ms_max, async () => {
      const { code, stdout, stderr } = await this.running.cli(...args);
      said = `${stdout}${stderr}`;
      return code === 0 ? true : undefined;
    }).catch((error: Error) => {
      throw new Error(`${error.message}: ${said}`);
    });
  }

  #missing(): Promise<string[]> {
    const { clicks, orders, refunds } = this.load.answered;
    const ids = [...clicks, ...orders, ...refunds];
    return until('the log', CHECK_MS_MAX, () => this.books.missing(ids).catch(() => undefined));
  }

  async #audit(): Promise<void> {
    const { gap } = await until('a reconciliation', CHECK_MS_MAX, () => this.running.json<Reconciliation>('reconcile').catch(() => undefined));
    if (gap > 0) throw new Error(`the books of log and warehouse differ by ${gap} (I3)`);
    const { balanced } = await until('the ledger', CHECK_MS_MAX, () => this.running.json<{ balanced: boolean }>('ledger', 'check').catch(() => undefined));
    if (!balanced) throw new Error('the ledger does not balance (I4)');
  }
}
