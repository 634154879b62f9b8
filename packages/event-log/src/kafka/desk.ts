import type { Admin, Kafka } from 'kafkajs';
import type { Place } from '../place.js';
import type { PartitionHead } from '../port.js';
import type { Names } from './names.js';
import { Questions } from './questions.js';
import { setUpTopics } from './topic-setup.js';

/** What is asked of the cluster about topics and groups, and the topics' making. */
export class Desk {
  readonly #questions: Questions<Admin>;
  readonly #names: Names;
  readonly #replication_factor: number;
  #setUp: Promise<void> | undefined;

  constructor(client: () => Kafka, names: Names, replication_factor: number) {
    this.#questions = new Questions(() => client().admin());
    this.#names = names;
    this.#replication_factor = replication_factor;
  }

  /**
   * Resolves when every topic is there and as it must be; after a failure the next call tries again.
   * @throws TouchlineError TL_TOPIC_MISMATCH, TL_STORE_UNAVAILABLE
   */
  ready(): Promise<void> {
    this.#setUp ??= this.#questions
      .ask((admin) => setUpTopics(admin, this.#names, this.#replication_factor))
      .catch((error) => {
        this.#setUp = undefined;
        throw error;
      });
    return this.#setUp;
  }

  /** @throws TouchlineError TL_STORE_UNAVAILABLE */
  async heads(topic: string): Promise<PartitionHead[]> {
    await this.ready();
    const offsets = await this.#questions.ask((admin) => admin.fetchTopicOffsets(this.#names.topic(topic)));
    const heads = offsets.map(({ partition, low, high }) => ({ partition, first_offset: Number(low), next_offset: Number(high) }));
    return heads.sort((a, b) => a.partition - b.partition);
  }

  async head({ topic, partition }: Place): Promise<PartitionHead> {
    const head = (await this.heads(topic)).find((one) => one.partition === partition);
    if (head === undefined) throw new Error(`no partition ${topic}/${partition}`);
    return head;
  }

  /** @throws TouchlineError TL_STORE_UNAVAILABLE */
  async positions(topic: string, group: string): Promise<ReadonlyMap<number, number>> {
    await this.ready();
    const names = { groupId: this.#names.group(group), topics: [this.#names.topic(topic)] };
    const [found] = await this.#questions.ask((admin) => admin.fetchOffsets(names));
    // A group that never committed, or that kafkajs put back to "the beginning", has a negative offset.
    const known = (found?.partitions ?? []).filter(({ offset }) => Number(offset) >= 0);
    return new Map(known.map(({ partition, offset }) => [partition, Number(offset)]));
  }

  close(): Promise<void> {
    return this.#questions.close();
  }
}
