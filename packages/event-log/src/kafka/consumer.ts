import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { RETRY_PAUSE_MS_MAX, RETRY_PAUSE_MS_MIN } from '../local/limits.js';
import type { Place } from '../place.js';
import type { ConsumeOptions, Consumer } from '../port.js';
import { Assignment } from './assignment.js';
import type { Desk } from './desk.js';
import { kafkaUnavailable } from './failures.js';
import { DRAIN_SHARE, HEALTHY_MS, HEARTBEAT_MS, REBALANCE_PER_SESSION } from './limits.js';
import { Membership } from './membership.js';
import type { Names } from './names.js';
import { Standings } from './standings.js';
import { Watchdog } from './watchdog.js';

export interface ConsumerContext {
  readonly client: () => Kafka;
  readonly names: Names;
  readonly desk: Desk;
  readonly session_timeout_ms: number;
}

/** A member of a group that does not give up: when a membership ends by itself another is built, until it is stopped. */
export class KafkaConsumer implements Consumer {
  readonly #context: ConsumerContext;
  readonly #options: ConsumeOptions;
  readonly #stopping = new AbortController();
  /** End of each partition's last worker: the next one waits for it, also across memberships. */
  readonly #ends = new Map<string, Promise<void>>();
  readonly #running: Promise<void>;
  #assignment: Assignment | undefined;
  #stopped: Promise<void> | undefined;

  constructor(context: ConsumerContext, options: ConsumeOptions) {
    this.#context = context;
    this.#options = options;
    this.#running = this.#run();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    let pause_ms = RETRY_PAUSE_MS_MIN;
    while (!this.#stopping.signal.aborted) {
      const since_ms = Date.now();
      try {
        await this.#serve();
      } catch (error) {
        this.#options.onTrouble?.(kafkaUnavailable(error));
      }
      if (Date.now() - since_ms > HEALTHY_MS) pause_ms = RETRY_PAUSE_MS_MIN;
      await sleep(pause_ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      pause_ms = Math.min(2 * pause_ms, RETRY_PAUSE_MS_MAX);
    }
  }

  /** One membership, from its joining to its end. @throws why it ended, unless we are stopping */
  async #serve(): Promise<void> {
    const { client, names, desk, session_timeout_ms } = this.#context;
    await desk.ready();
    const membership: Membership = new Membership({
      kafka: client(),
      names,
      session_timeout_ms,
      group: this.#options.group,
      topics: this.#options.topics,
      onAssigned: (places) => this.#assign(membership, places),
      beforeRejoin: () => this.#drain(membership),
      onFetched: (fetched) => this.#assignment?.accept(fetched) ?? false,
    });
    const watchdog = new Watchdog(
      desk,
      () => this.#assignment?.workers ?? [],
      (error) => membership.fail(error),
    );
    try {
      await membership.start();
      await Promise.race([membership.ended, aborted(this.#stopping.signal)]);
    } finally {
      watchdog.stop();
      // FINDINGS, kafkajs 7: drain, then disconnect. One that stops waits for its handlers however long they take.
      await (this.#stopping.signal.aborted ? this.#endAssignment() : this.#drain(membership));
      await membership.leave();
    }
  }

  #assign(membership: Membership, places: readonly Place[]): void {
    if (this.#stopping.signal.aborted) return;
    const { desk } = this.#context;
    const standings = new Standings(desk, this.#options.group);
    this.#options.onTrouble?.(undefined);
    this.#options.onAssigned?.(places);
    this.#assignment = new Assignment(places, { options: this.#options, membership, standing: (place) => standings.of(place) }, this.#ends);
  }

  /** Waits for handlers under way as long as the rebalance may; one that takes longer may meet its records being handled elsewhere. */
  async #drain(membership: Membership): Promise<void> {
    const patience = new AbortController();
    const beating = setInterval(() => void membership.beat(), HEARTBEAT_MS);
    const patience_ms = this.#context.session_timeout_ms * REBALANCE_PER_SESSION * DRAIN_SHARE;
    const lost = sleep(patience_ms, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([this.#endAssignment(), lost]);
    patience.abort();
    clearInterval(beating);
  }

  async #endAssignment(): Promise<void> {
    const ending = this.#assignment;
    this.#assignment = undefined;
    await ending?.end();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
