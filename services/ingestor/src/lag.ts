import { type EventLog, type StoredRecord, TOPICS } from '@touchline/event-log';

/** Where an event says when it was received; it stands in its head. */
const RECEIVED_AT = /"received_at":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)"/;
const HEAD_BYTES = 512;

export interface TopicLag {
  readonly topic: string;
  readonly records: number;
  /** How long ago the oldest of them was received; 0 when there is none. */
  readonly age_ms: number;
}

/** Offset after the last record known to be stored; undefined where this ingestor knows nothing, `elsewhere` where another has the partition. */
export type NextOf = (topic: string, partition: number) => number | 'elsewhere' | undefined;

interface Oldest {
  readonly offset: number;
  readonly received_ms: number | undefined;
}

/** How far the warehouse is behind the log. */
export class Lag {
  readonly #log: EventLog;
  readonly #group: string;
  readonly #nextOf: NextOf;
  /** By place: a partition that stands still is read once. */
  readonly #oldest = new Map<string, Oldest>();

  constructor(log: EventLog, group: string, nextOf: NextOf) {
    this.#log = log;
    this.#group = group;
    this.#nextOf = nextOf;
  }

  /** By topic; what this ingestor has not asked the warehouse about, others may have: it counts from the group's position. */
  async now(): Promise<TopicLag[]> {
    return Promise.all(Object.keys(TOPICS).map((topic) => this.#of(topic)));
  }

  /**
   * In all; what this ingestor has not asked the warehouse about counts as not stored, for it may be an empty one. What
   * another has counts from the group's position.
   */
  async records(): Promise<number> {
    const ofTopics = await Promise.all(Object.keys(TOPICS).map((topic) => this.#recordsOf(topic)));
    return ofTopics.reduce((sum, records) => sum + records, 0);
  }

  async #recordsOf(topic: string): Promise<number> {
    const heads = await this.#log.heads(topic);
    const isShared = heads.some(({ partition }) => this.#nextOf(topic, partition) === 'elsewhere');
    const positions = isShared ? await this.#log.positions(topic, this.#group) : undefined;
    return heads.reduce((sum, { partition, next_offset }) => {
      const known = this.#nextOf(topic, partition);
      return sum + Math.max(0, next_offset - ((known === 'elsewhere' ? positions?.get(partition) : known) ?? 0));
    }, 0);
  }

  async #of(topic: string): Promise<TopicLag> {
    const behind = (await this.#behind(topic)).filter(({ records }) => records > 0);
    const received_ms = await Promise.all(behind.map(({ partition, next }) => this.#receivedAt(topic, partition, next)));
    const now_ms = Date.now();
    const ages_ms = received_ms.map((at) => (at === undefined ? 0 : now_ms - at));
    return { topic, records: behind.reduce((sum, { records }) => sum + records, 0), age_ms: Math.max(0, ...ages_ms) };
  }

  async #behind(topic: string): Promise<{ partition: number; next: number; records: number }[]> {
    const [heads, positions] = await Promise.all([this.#log.heads(topic), this.#log.positions(topic, this.#group)]);
    return heads.map(({ partition, first_offset, next_offset }) => {
      const known = this.#nextOf(topic, partition);
      const next = Math.max((known === 'elsewhere' ? undefined : known) ?? positions.get(partition) ?? 0, first_offset);
      return { partition, next, records: Math.max(0, next_offset - next) };
    });
  }

  async #receivedAt(topic: string, partition: number, offset: number): Promise<number | undefined> {
    const place = `${topic}/${partition}`;
    const known = this.#oldest.get(place);
    if (known?.offset === offset) return known.received_ms;
    const [record] = await this.#log.read(topic, partition, offset, 1);
    const received_ms = record === undefined ? undefined : receivedAt(record);
    this.#oldest.set(place, { offset, received_ms });
    return received_ms;
  }
}

/** Of a record that is no event nobody knows. */
function receivedAt({ value }: StoredRecord): number | undefined {
  const head = Buffer.from(value.buffer, value.byteOffset, Math.min(value.byteLength, HEAD_BYTES)).toString('latin1');
  const at = RECEIVED_AT.exec(head)?.[1];
  return at === undefined ? undefined : Date.parse(at);
}
