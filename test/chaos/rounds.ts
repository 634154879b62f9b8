import { setTimeout as sleep } from 'node:timers/promises';
import { click } from '../support/browser-like.js';
import { type Answered, Load } from '../support/load.js';
import { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';
import { withWarehouse } from '../support/warehouse.js';

export const VICTIMS = ['tracker', 'collector', 'ingestor', 'aggregator', 'console', 'warehouse'] as const;
export type Victim = (typeof VICTIMS)[number];

const WORKERS = 8;
const RECOVER_MS_MAX = 60_000;
const SETTLE_MS_MAX = 90_000;

interface Status {
  readonly ready: boolean;
  readonly processes: readonly { readonly name: string; readonly pid: number | null; readonly restarts: number }[];
}

export interface Verdict {
  readonly answered: Answered;
  readonly missing_clicks: number;
  readonly missing_orders: number;
  readonly doubled: number;
  readonly gap: number;
  readonly balanced: boolean;
}

/** A Touchline under a steady load, to be hurt. */
export class Arena {
  readonly running: RunningTouchline;
  readonly #load: Load;

  private constructor(running: RunningTouchline, load: Load) {
    this.running = running;
    this.#load = load;
  }

  static async open(): Promise<Arena> {
    const running = await RunningTouchline.create({ TOUCHLINE_LOG_LEVEL: 'error' });
    await running.start('--no-demo');
    running.environment['TOUCHLINE_KEY'] = running.firstKey;
    const made = await running.cli('links', 'create', '--creator', 'mia', '--destination', 'https://shop.example/');
    const short_url = made.stdout.trim();
    await click(short_url);
    return new Arena(running, new Load({ short_url, collector_url: running.url('COLLECTOR'), token: running.firstKey, workers: WORKERS }));
  }

  /** kill -9, then waits until the supervisor has brought it back. */
  async kill(victim: Victim): Promise<void> {
    const before = await this.#process(victim);
    if (before.pid === null) throw new Error(`${victim} is not running`);
    process.kill(before.pid, 'SIGKILL');
    await until(`${victim} back`, RECOVER_MS_MAX, async () => {
      const status = await this.running.json<Status>('status');
      const now = status.processes.find(({ name }) => name === victim);
      return status.ready && now?.pid !== before.pid ? true : undefined;
    });
  }

  async #process(victim: Victim): Promise<{ pid: number | null }> {
    const status = await this.running.json<Status>('status');
    return status.processes.find(({ name }) => name === victim) ?? { pid: null };
  }

  /** Lets the load run undisturbed for a while. */
  async calm(calm_ms: number): Promise<void> {
    await sleep(calm_ms);
  }

  /** Ends the load, waits until everything has settled, and compares what was answered with what is there. */
  async judge(): Promise<Verdict> {
    const answered = await this.#load.stop();
    await until('nothing in flight', SETTLE_MS_MAX, async () => {
      const { in_flight } = await this.running.json<{ in_flight: number }>('reconcile');
      return in_flight === 0 ? true : undefined;
    });
    await this.running.cli('attribute', 'run');
    const { gap } = await this.running.json<{ gap: number }>('reconcile');
    const { balanced } = await this.running.json<{ balanced: boolean }>('ledger', 'check');
    return withWarehouse(this.running, async (warehouse) => {
      const clicks = await warehouse.query<{ id: string }>('SELECT toString(click_id) AS id FROM clicks');
      const orders = await warehouse.query<{ id: string }>('SELECT order_id AS id FROM orders');
      const [clickIds, orderIds] = [new Set(clicks.map(({ id }) => id)), new Set(orders.map(({ id }) => id))];
      return {
        answered,
        missing_clicks: answered.clicks.filter((id) => !clickIds.has(id)).length,
        missing_orders: answered.orders.filter((id) => !orderIds.has(id)).length,
        doubled: clicks.length - clickIds.size + orders.length - orderIds.size,
        gap,
        balanced,
      };
    });
  }

  async close(): Promise<void> {
    await this.#load.stop();
    await this.running.remove();
  }
}
