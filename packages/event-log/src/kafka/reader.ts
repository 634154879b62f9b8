import type { Cluster, Kafka, PartitionAssigner } from 'kafkajs';
import type { Place } from '../place.js';
import type { PartitionHead, StoredRecord } from '../port.js';
import { typesOf } from './failures.js';
import { kafkajs } from './library.js';
import { READ_BYTES_MAX } from './limits.js';
import type { Names } from './names.js';
import { Questions } from './questions.js';
import { type FetchedMessage, offsetOf, storedRecord } from './stored.js';

interface FetchAnswer {
  readonly responses: readonly { readonly partitions: readonly { readonly highWatermark: string; readonly messages: readonly FetchedMessage[] }[] }[];
}

/** A connection to the cluster that belongs to no group. */
class Line {
  readonly #consumer: { connect(): Promise<void>; disconnect(): Promise<void> };
  cluster: Cluster | undefined;

  constructor(kafka: Kafka) {
    // kafkajs has no assign() and no fetch of its own; what it hands to an assigner, at once, is the cluster, which has
    // both a partition's leader and its fetch. The consumer is never run, so no group of that name comes to be.
    const assigner: PartitionAssigner = (config) => {
      this.cluster = config.cluster;
      return kafkajs().PartitionAssigners.roundRobin(config);
    };
    this.#consumer = kafka.consumer({ groupId: 'unused', partitionAssigners: [assigner], allowAutoTopicCreation: false });
  }

  connect(): Promise<void> {
    return this.#consumer.connect();
  }

  disconnect(): Promise<void> {
    return this.#consumer.disconnect();
  }
}

/** Reads records by offset, without a group. */
export class KafkaReader {
  readonly #questions: Questions<Line>;
  readonly #names: Names;
  readonly #head: (place: Place) => Promise<PartitionHead>;

  constructor(client: () => Kafka, names: Names, head: (place: Place) => Promise<PartitionHead>) {
    this.#questions = new Questions(() => new Line(client()));
    this.#names = names;
    this.#head = head;
  }

  /** @throws TouchlineError TL_STORE_UNAVAILABLE */
  async read(place: Place, from_offset: number, limit: number): Promise<StoredRecord[]> {
    const found: StoredRecord[] = [];
    let next = from_offset;
    while (found.length < limit) {
      const { records, high } = await this.#fetch(place, next);
      for (const record of records.slice(0, limit - found.length)) found.push(record);
      // Nothing at an offset below the end: compaction took it.
      next = (records.at(-1)?.offset ?? next) + 1;
      if (next >= high) break;
    }
    return found;
  }

  close(): Promise<void> {
    return this.#questions.close();
  }

  async #fetch(place: Place, offset: number): Promise<{ records: StoredRecord[]; high: number }> {
    const answer = await this.#questions.ask(async ({ cluster }) => {
      if (cluster === undefined) throw new Error('no cluster');
      return fetchFrom(cluster, this.#names.topic(place.topic), place.partition, offset).catch((error: unknown) => {
        if (typesOf(error).includes('OFFSET_OUT_OF_RANGE')) return undefined;
        throw error;
      });
    });
    if (answer === undefined) return this.#besideTheLog(place, offset);
    const [partition] = answer.responses.flatMap(({ partitions }) => partitions);
    if (partition === undefined) return { records: [], high: 0 };
    const records = partition.messages.filter((message) => !message.isControlRecord && offsetOf(message) >= offset).map(storedRecord);
    return { records, high: Number(partition.highWatermark) };
  }

  /** An offset before what is kept begins there; one behind the end finds nothing. */
  async #besideTheLog(place: Place, offset: number): Promise<{ records: StoredRecord[]; high: number }> {
    const { first_offset } = await this.#head(place);
    return offset < first_offset ? this.#fetch(place, first_offset) : { records: [], high: 0 };
  }
}

async function fetchFrom(cluster: Cluster, topic: string, partition: number, offset: number): Promise<FetchAnswer> {
  await cluster.addTargetTopic(topic);
  await cluster.refreshMetadataIfNecessary();
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (nodeId === undefined) throw new Error(`${topic}/${partition} has no leader`);
  const broker = await cluster.findBroker({ nodeId });
  return broker.fetch({
    isolationLevel: 1,
    // What is there, at once.
    maxWaitTime: 0,
    minBytes: 1,
    maxBytes: READ_BYTES_MAX,
    topics: [{ topic, partitions: [{ partition, fetchOffset: String(offset), maxBytes: READ_BYTES_MAX }] }],
  });
}
