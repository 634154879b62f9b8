import type { Place } from '../place.js';
import type { Desk } from './desk.js';
import type { Standing } from './partition-worker.js';

type TopicStandings = ReadonlyMap<number, Standing>;

/** Where a group and its partitions stand just after a joining, asked once a topic. */
export class Standings {
  readonly #desk: Desk;
  readonly #group: string;
  readonly #topics = new Map<string, Promise<TopicStandings>>();

  constructor(desk: Desk, group: string) {
    this.#desk = desk;
    this.#group = group;
  }

  /** @throws TouchlineError TL_STORE_UNAVAILABLE; the next call asks again */
  async of({ topic, partition }: Place): Promise<Standing> {
    const asked = this.#topics.get(topic) ?? this.#ask(topic);
    this.#topics.set(topic, asked);
    const standing = (
      await asked.catch((error) => {
        this.#topics.delete(topic);
        throw error;
      })
    ).get(partition);
    if (standing === undefined) throw new Error(`no partition ${topic}/${partition}`);
    return standing;
  }

  async #ask(topic: string): Promise<TopicStandings> {
    const [heads, positions] = await Promise.all([this.#desk.heads(topic), this.#desk.positions(topic, this.#group)]);
    return new Map(heads.map(({ partition, ...head }) => [partition, { ...head, position: positions.get(partition) }]));
  }
}
