import type { EventLog } from '@touchline/event-log';
import { type Config, TouchlineError } from '@touchline/runtime';

/** What a report is made from. */
const TOPICS = ['directory', 'clicks', 'conversions', 'exposures', 'facts'] as const;
/** A report waits no longer for the warehouse than this. */
const WAIT_MS_MAX = 600_000;
const SLOTS_MAX = 1_000;

/** How far the log went when a slot was first seen to be due. */
type Mark = ReadonlyMap<string, number>;

/**
 * Whether the warehouse holds what the log held when a slot was first looked at, so that what was received by its instant is in
 * the report. On other machines more may still wait in their outboxes (Kafka): TOUCHLINE_REPORT_SETTLE_MS is for that.
 */
export class Settled {
  readonly #log: EventLog;
  readonly #group: string;
  readonly #marks = new Map<string, { readonly mark: Mark; readonly at_ms: number }>();

  constructor(log: EventLog, config: Config) {
    this.#log = log;
    this.#group = `warehouse.${config.CLICKHOUSE_DATABASE}`;
  }

  /** @throws TouchlineError TL_STORE_UNAVAILABLE (Kafka) */
  async has(slot: string): Promise<boolean> {
    const seen = this.#marks.get(slot) ?? { mark: await this.#heads(), at_ms: Date.now() };
    if (this.#marks.size >= SLOTS_MAX && !this.#marks.has(slot)) throw new TouchlineError('TL_RATE_LIMITED', 'Too many reports are waiting.');
    this.#marks.set(slot, seen);
    if (Date.now() - seen.at_ms < WAIT_MS_MAX && !(await this.#reached(seen.mark))) return false;
    this.#marks.delete(slot);
    return true;
  }

  async #heads(): Promise<Mark> {
    const mark = new Map<string, number>();
    for (const topic of TOPICS) {
      for (const { partition, first_offset, next_offset } of await this.#log.heads(topic)) {
        if (next_offset > first_offset) mark.set(`${topic}/${partition}`, next_offset);
      }
    }
    return mark;
  }

  async #reached(mark: Mark): Promise<boolean> {
    for (const topic of TOPICS) {
      const positions = await this.#log.positions(topic, this.#group);
      for (const [place, next_offset] of mark) {
        const [of, partition] = place.split('/');
        if (of === topic && (positions.get(Number(partition)) ?? 0) < next_offset) return false;
      }
    }
    return true;
  }
}
