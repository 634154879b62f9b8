import type { Broker } from '@touchline/kafka-broker';
import type { RunningTouchline } from '../support/touchline.js';
import { until } from '../support/wait.js';
import type { Load } from './load.js';
import type { Members } from './members.js';
import type { Fault, Victim } from './plan.js';

const RECOVER_MS_MAX = 90_000;
const FILL_MS_MAX = 90_000;
const BROKER_STARTS_MAX = 3;
const ORDERS_PER_REQUEST = 100;
const ITEMS_PER_ORDER = 10;
const UNAVAILABLE = 503;

export interface FaultContext {
  readonly running: RunningTouchline;
  /** undefined: the log is local. */
  readonly broker: Broker | undefined;
  readonly load: Load;
  readonly members: Members;
}

/** Does what a plan says. */
export class Faults {
  readonly #context: FaultContext;
  #filled = 0;

  constructor(context: FaultContext) {
    this.#context = context;
  }

  /** Waits for the fault's instant, and returns when what was hurt lives again; not when it has caught up. @param began_ops when the round began */
  async inflict(fault: Fault, began_ops: number): Promise<void> {
    const { load, members } = this.#context;
    await load.reached(began_ops + fault.after_ops);
    if (fault.kind === 'kill') await this.#kill(fault.victim);
    else if (fault.kind === 'pause') await this.#pause(fault.victim, fault.hold_ops);
    else if (fault.kind === 'join') await members.join();
    else if (fault.kind === 'leave') await members.leave(fault.signal);
    else await this.#fill();
  }

  async #kill(victim: Victim): Promise<void> {
    if (victim === 'broker') {
      await this.#broker.kill();
      await this.#restartBroker();
      return;
    }
    const before = await this.#pidOf(victim);
    process.kill(before, 'SIGKILL');
    await until(`${victim} back`, RECOVER_MS_MAX, async () => ((await this.#pidOf(victim)) !== before ? true : undefined));
  }

  async #pause(victim: Victim, hold_ops: number): Promise<void> {
    const { load } = this.#context;
    const signal = await this.#signaller(victim);
    signal('SIGSTOP');
    try {
      await load.reached(load.issued + hold_ops);
    } finally {
      signal('SIGCONT');
    }
  }

  async #signaller(victim: Victim): Promise<(signal: NodeJS.Signals) => void> {
    if (victim === 'broker') return (signal) => this.#broker.signal(signal);
    const pid = await this.#pidOf(victim);
    return (signal) => process.kill(pid, signal);
  }

  /** The broker away, large orders until no more are taken; then clicks are answered without an id, and each is counted. */
  async #fill(): Promise<void> {
    const { load } = this.#context;
    const before = await this.#unlogged();
    await this.#broker.kill();
    try {
      await until('the outbox full', FILL_MS_MAX, () => this.#fillUp());
      // Those of the load itself.
      await until('clicks that cannot be kept', FILL_MS_MAX, async () => {
        await this.#fillUp();
        return load.answered.unlogged > before.answered ? true : undefined;
      });
      const after = await this.#unlogged();
      // A tracker that was killed meanwhile counts from 0 again.
      const isSame = after.pid === before.pid;
      if (isSame && after.counted - before.counted < after.answered - before.answered)
        throw new Error('redirects went out without a click id, and were not counted');
    } finally {
      await this.#restartBroker();
    }
  }

  /** Redirects without a click id: as visitors saw them, and as the tracker counted them a moment later. */
  async #unlogged(): Promise<{ readonly pid: number; readonly answered: number; readonly counted: number }> {
    const { load, running } = this.#context;
    const pid = await this.#pidOf('tracker');
    const answered = load.answered.unlogged;
    const metric = () => running.metric('TRACKER', 'touchline_clicks_unlogged_total').catch(() => undefined);
    return { pid, answered, counted: await until('the tracker’s metrics', RECOVER_MS_MAX, metric) };
  }

  /** On a machine that has much other work a broker may miss its own deadlines while it starts; that is no fault of ours. */
  async #restartBroker(): Promise<void> {
    for (let start = 1; ; start += 1) {
      try {
        return await this.#broker.restart();
      } catch (error) {
        if (start === BROKER_STARTS_MAX) throw error;
      }
    }
  }

  /** True when the outbox takes no more. */
  async #fillUp(): Promise<true | undefined> {
    const { load } = this.#context;
    const answer = await load.shop.send(Array.from({ length: ORDERS_PER_REQUEST }, () => this.#largeOrder())).catch(() => undefined);
    if (answer?.status === UNAVAILABLE && answer.code === 'TL_LOG_UNAVAILABLE') return true;
    load.answered.orders.push(...(answer?.event_ids ?? []));
    return undefined;
  }

  #largeOrder(): object {
    this.#filled += 1;
    const items = Array.from({ length: ITEMS_PER_ORDER }, (_, item) => ({ sku: `a-rather-long-name-of-a-thing-${item}`, quantity: 1, amount_minor: 199 }));
    return { type: 'order_placed', order_id: `large-${this.#filled}`, amount_minor: 1_990, currency: 'EUR', items };
  }

  #pidOf(name: Victim): Promise<number> {
    return until(`${name} running`, RECOVER_MS_MAX, async () => this.#context.running.pidOf(name));
  }

  get #broker(): Broker {
    const { broker } = this.#context;
    if (broker === undefined) throw new Error('there is no broker without Kafka');
    return broker;
  }
}
