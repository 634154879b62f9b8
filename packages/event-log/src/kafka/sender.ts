import type { CompressionTypes, ICustomPartitioner, Kafka, Message, Producer } from 'kafkajs';
import { partitionOf } from '../topics.js';
import { disconnect, RETRY } from './client.js';
import { kafkajs } from './library.js';
import { REQUEST_MS_MAX } from './limits.js';
import type { Names } from './names.js';

const ALL_REPLICAS = -1;

export interface SendTopic {
  readonly topic: string;
  readonly messages: readonly Message[];
}

/** Offset of the first record of each partition, by the topic's name and the partition. */
export type FirstOffsets = ReadonlyMap<string, number>;

export function placeKey(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}

/** Sends records, one send at a time, acknowledged by all replicas. */
export class Sender {
  readonly #client: () => Kafka;
  readonly #names: Names;
  readonly #compression: CompressionTypes;
  #producer: Promise<Producer> | undefined;

  constructor(client: () => Kafka, names: Names, compression: 'none' | 'gzip') {
    this.#client = client;
    this.#names = names;
    // FINDINGS, kafkajs 8: it knows no other.
    this.#compression = kafkajs().CompressionTypes[compression === 'gzip' ? 'GZIP' : 'None'];
  }

  /**
   * Sends records of unprefixed topics. When it fails some may have been kept: the caller has to send them again.
   * @throws Error of kafkajs, its retries used up
   */
  async send(topics: readonly SendTopic[]): Promise<FirstOffsets> {
    this.#producer ??= this.#connect();
    const used = this.#producer;
    try {
      const producer = await used;
      const topicMessages = topics.map(({ topic, messages }) => ({ topic: this.#names.topic(topic), messages: [...messages] }));
      const answers = await producer.sendBatch({ acks: ALL_REPLICAS, timeout: REQUEST_MS_MAX, compression: this.#compression, topicMessages });
      const offsets = new Map(answers.map(({ topicName, partition, baseOffset }) => [placeKey(this.#names.topicOf(topicName), partition), Number(baseOffset)]));
      checkAnswered(topics, offsets);
      return offsets;
    } catch (error) {
      // FINDINGS, kafkajs 9: after 45, 46, 47, 65 or spent retries its sequence numbers are not the broker's any more, and
      // every later send would fail. A new producer has a new id and begins at 0.
      this.#producer = undefined;
      used.then(disconnect).catch(() => undefined);
      throw error;
    }
  }

  async close(): Promise<void> {
    const producer = await this.#producer?.catch(() => undefined);
    if (producer !== undefined) await disconnect(producer);
  }

  async #connect(): Promise<Producer> {
    const producer = this.#client().producer({
      // FINDINGS, kafkajs 9: an order is kept only with one request at a time.
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: partitioner(this.#names),
      retry: RETRY,
    });
    await producer.connect();
    return producer;
  }
}

/** FINDINGS, kafkajs 10: the same partition everywhere, whichever implementation appends. */
function partitioner(names: Names): ICustomPartitioner {
  return () =>
    ({ topic, message }) =>
      partitionOf(names.topicOf(topic), String(message.key));
}

/**
 * When a partition's leader moves to a broker that has answered already, kafkajs takes that answer for the partition's, and
 * resolves without having sent it: what was not answered for was not sent.
 */
function checkAnswered(topics: readonly SendTopic[], offsets: FirstOffsets): void {
  for (const { topic, messages } of topics) {
    for (const { key } of messages) {
      const partition = partitionOf(topic, String(key));
      if (!offsets.has(placeKey(topic, partition))) throw new Error(`no answer for ${topic}/${partition}`);
    }
  }
}
