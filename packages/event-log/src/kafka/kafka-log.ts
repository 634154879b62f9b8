import { placesOf } from '../place.js';
import type { AppendOutcome, ConsumeOptions, Consumer, EventLog, NewRecord, PartitionHead, StoredRecord } from '../port.js';
import { KafkaAppender } from './appender.js';
import { kafkaClient } from './client.js';
import { KafkaConsumer } from './consumer.js';
import { Desk } from './desk.js';
import { SESSION_MS } from './limits.js';
import { Names } from './names.js';
import type { KafkaLogOptions } from './options.js';
import { KafkaReader } from './reader.js';
import { Sender } from './sender.js';

/**
 * Opens the log of a cluster. It connects by itself: until the topics are made and checked everything waits, and when Kafka
 * cannot be reached each call is answered TL_LOG_UNAVAILABLE or TL_STORE_UNAVAILABLE and the next tries again. A topic that
 * is not as it must be answers every call with TL_TOPIC_MISMATCH.
 */
export function openKafkaLog(options: KafkaLogOptions): EventLog {
  return new KafkaLog(options);
}

class KafkaLog implements EventLog {
  readonly #options: KafkaLogOptions;
  readonly #names: Names;
  readonly #desk: Desk;
  readonly #reader: KafkaReader;
  readonly #sender: Sender;
  readonly #appender: KafkaAppender;
  readonly #consumers = new Set<Consumer>();
  #closed: Promise<void> | undefined;

  constructor(options: KafkaLogOptions) {
    this.#options = options;
    this.#names = new Names(options.topic_prefix ?? '');
    this.#desk = new Desk(this.#client, this.#names, options.replication_factor ?? 1);
    this.#reader = new KafkaReader(this.#client, this.#names, (place) => this.#desk.head(place));
    this.#sender = new Sender(this.#client, this.#names, options.compression ?? 'none');
    this.#appender = new KafkaAppender(this.#sender, () => this.#desk.ready());
    // Checked at once; whoever comes first is told what is wrong.
    this.#desk.ready().catch(() => undefined);
  }

  append(topic: string, records: readonly NewRecord[]): Promise<AppendOutcome[]> {
    return this.#appender.append(topic, records);
  }

  async keep(topic: string, records: readonly NewRecord[]): Promise<void> {
    await this.append(topic, records);
  }

  consume(options: ConsumeOptions): Consumer {
    // An unknown topic is a mistake of the programmer.
    for (const topic of options.topics) placesOf(topic);
    const session_timeout_ms = this.#options.session_timeout_ms ?? SESSION_MS;
    const consumer = new KafkaConsumer({ client: this.#client, names: this.#names, desk: this.#desk, session_timeout_ms }, options);
    this.#consumers.add(consumer);
    return consumer;
  }

  async read(topic: string, partition: number, from_offset: number, limit: number): Promise<StoredRecord[]> {
    placesOf(topic);
    await this.#desk.ready();
    return this.#reader.read({ topic, partition }, from_offset, limit);
  }

  async heads(topic: string): Promise<PartitionHead[]> {
    placesOf(topic);
    return this.#desk.heads(topic);
  }

  async positions(topic: string, group: string): Promise<ReadonlyMap<number, number>> {
    placesOf(topic);
    return this.#desk.positions(topic, group);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  readonly #client = () => kafkaClient(this.#options);

  async #close(): Promise<void> {
    await Promise.all([...this.#consumers].map((consumer) => consumer.stop()));
    await this.#appender.close();
    await Promise.all([this.#sender.close(), this.#reader.close(), this.#desk.close()]);
  }
}
