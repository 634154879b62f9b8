import type { AppendOutcome, EventLog, NewRecord } from '@touchline/event-log';
import { type AnyEvent, CATALOGUE, encodeEvent } from '@touchline/events';
import type { Tracing } from '@touchline/runtime';

/** How long a failed append counts as trouble: nobody sends to a collector that is not ready, so it must become ready by itself. */
const FAILURE_SHOWN_MS = 30_000;

export type Kept = 'accepted' | 'duplicate';

/** Puts events into the log, each at most once for ever. */
export class Keeper {
  readonly #log: EventLog;
  readonly #tracing: Tracing | undefined;
  #failed_ms = Number.NEGATIVE_INFINITY;

  constructor(log: EventLog, tracing?: Tracing) {
    this.#log = log;
    this.#tracing = tracing;
  }

  /** Did the last append fail, and not long ago? */
  get failing(): boolean {
    return performance.now() - this.#failed_ms < FAILURE_SHOWN_MS;
  }

  /**
   * Resolves when every event is on disk, with what became of each, in order.
   * @throws TouchlineError TL_LOG_UNAVAILABLE; then the same events may be sent again
   */
  async keep(events: readonly AnyEvent[]): Promise<Kept[]> {
    const kept: Kept[] = new Array(events.length);
    const topics = new Set(events.map(topicOf));
    try {
      await Promise.all([...topics].map((topic) => this.#append(topic, events, kept)));
      this.#failed_ms = Number.NEGATIVE_INFINITY;
    } catch (error) {
      this.#failed_ms = performance.now();
      throw error;
    }
    return kept;
  }

  async #append(topic: string, events: readonly AnyEvent[], kept: Kept[]): Promise<void> {
    const places = events.flatMap((event, place) => (topicOf(event) === topic ? [{ event, place }] : []));
    const records = places.map(({ event }) => ({ key: event.key, value: encodeEvent(event), once_id: event.event_id }));
    const outcomes = this.#tracing === undefined ? await this.#log.append(topic, records) : await this.#traced(this.#tracing, topic, records);
    for (const [index, { place }] of places.entries()) kept[place] = outcomes[index]?.outcome === 'duplicate' ? 'duplicate' : 'accepted';
  }

  /** The records of a sampled request carry its trace on. */
  async #traced(tracing: Tracing, topic: string, records: readonly NewRecord[]): Promise<AppendOutcome[]> {
    const span = tracing.start('append', { kind: 'producer', attributes: { 'touchline.topic': topic, 'touchline.records': records.length } });
    const headers = tracing.headersOf(span);
    return tracing.within(span, () => this.#log.append(topic, headers === undefined ? records : records.map((record) => ({ ...record, headers }))));
  }
}

/** Keeps nothing: what is checked only is answered as if it had been new. */
export const DRY_KEEPER: Pick<Keeper, 'keep'> = {
  keep: async (events) => events.map(() => 'accepted'),
};

function topicOf(event: AnyEvent): string {
  return CATALOGUE[event.type].topic;
}
