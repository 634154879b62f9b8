import type { Cluster, Consumer, EachBatchPayload, Kafka, PartitionAssigner } from 'kafkajs';
import type { Place } from '../place.js';
import { disconnect, RETRY } from './client.js';
import { kafkajs } from './library.js';
import { FETCH_BYTES_MAX, FETCH_PARTITION_BYTES_MAX, FETCH_WAIT_MS_MAX, HEARTBEAT_MS, REBALANCE_PER_SESSION } from './limits.js';
import type { Names } from './names.js';
import type { FetchedMessage } from './stored.js';

export interface Fetched {
  readonly place: Place;
  readonly messages: readonly FetchedMessage[];
  /** Offset behind the last record the partition had when it was fetched. */
  readonly high: number;
}

export interface MembershipOptions {
  readonly kafka: Kafka;
  readonly names: Names;
  readonly group: string;
  readonly topics: readonly string[];
  readonly session_timeout_ms: number;
  /** These partitions are ours until the next call of `beforeRejoin`; each is paused until it is resumed. */
  readonly onAssigned: (places: readonly Place[]) => void;
  /** Called before the group is joined anew; what is under way has to end, as the partitions may go to others. */
  readonly beforeRejoin: () => Promise<void>;
  /** Takes records at once. False: nobody here wants them. */
  readonly onFetched: (fetched: Fetched) => boolean;
}

/**
 * One kafkajs consumer, from joining its group until it crashes or leaves. It only fetches: its loop is never held up by a
 * handler, so that it sends heartbeats however long a handler takes (FINDINGS, kafkajs 5), and no error of a handler reaches
 * it (FINDINGS, kafkajs 1, 2, 4).
 */
export class Membership {
  readonly #options: MembershipOptions;
  readonly #consumer: Consumer;
  #fail: (error: Error) => void = () => undefined;
  #beat: (() => Promise<void>) | undefined;
  /** Rejects when the membership ended by itself. */
  readonly ended: Promise<never>;

  constructor(options: MembershipOptions) {
    this.#options = options;
    this.ended = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.ended.catch(() => undefined);
    this.#consumer = options.kafka.consumer({
      groupId: options.names.group(options.group),
      sessionTimeout: options.session_timeout_ms,
      rebalanceTimeout: options.session_timeout_ms * REBALANCE_PER_SESSION,
      heartbeatInterval: HEARTBEAT_MS,
      // FINDINGS, kafkajs 8: bounded in bytes; what is not handed out in time is paused.
      maxBytes: FETCH_BYTES_MAX,
      maxBytesPerPartition: FETCH_PARTITION_BYTES_MAX,
      maxWaitTimeInMs: FETCH_WAIT_MS_MAX,
      minBytes: 1,
      allowAutoTopicCreation: false,
      partitionAssigners: [this.#gatedAssigner()],
      // FINDINGS, kafkajs 1 and 2: whatever it crashes of, it is not left to restart itself, or not to; we build another.
      retry: { ...RETRY, restartOnFailure: async () => false },
    });
    this.#consumer.on(this.#consumer.events.CRASH, ({ payload }) => this.fail(payload.error));
    this.#consumer.on(this.#consumer.events.GROUP_JOIN, ({ payload }) => this.#assign(payload.memberAssignment));
  }

  async start(): Promise<void> {
    const { names, topics } = this.#options;
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: topics.map((topic) => names.topic(topic)), fromBeginning: true });
    // FINDINGS, kafkajs 6: nothing is committed or resolved but by us.
    await this.#consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async (payload) => this.#take(payload) });
  }

  /** Ends the membership for a reason found outside. */
  fail(error: Error): void {
    this.#fail(error);
  }

  pause({ topic, partition }: Place): void {
    this.#quietly(() => this.#consumer.pause([{ topic: this.#options.names.topic(topic), partitions: [partition] }]));
  }

  resume({ topic, partition }: Place): void {
    this.#quietly(() => this.#consumer.resume([{ topic: this.#options.names.topic(topic), partitions: [partition] }]));
  }

  /** Lets the next fetch of a partition begin at an offset. */
  seek({ topic, partition }: Place, offset: number): void {
    this.#quietly(() => this.#consumer.seek({ topic: this.#options.names.topic(topic), partition, offset: String(offset) }));
  }

  /** Keeps the group's position. @throws Error of kafkajs; `isMembershipLost` when the partition may be another's */
  async commit({ topic, partition }: Place, next_offset: number): Promise<void> {
    // FINDINGS, kafkajs 6: the offset of the next record, as text.
    await this.#consumer.commitOffsets([{ topic: this.#options.names.topic(topic), partition, offset: String(next_offset) }]);
  }

  /** FINDINGS, kafkajs 5: it throws while the group rebalances, and the broker counts it all the same. */
  async beat(): Promise<void> {
    await this.#beat?.().catch(() => undefined);
  }

  /** FINDINGS, kafkajs 7: call it when nothing is under way any more. */
  leave(): Promise<void> {
    return disconnect(this.#consumer);
  }

  /**
   * kafkajs joins its group anew as soon as it hears of a rebalance, and knows no way to wait for what is under way. But the
   * first step of joining is to look for the group's coordinator, in the cluster that is handed to the assigner: there it
   * waits. So a partition is not another's before our handler of it is done (FINDINGS, kafkajs 7: only eager round-robin).
   */
  #gatedAssigner(): PartitionAssigner {
    return (config) => {
      const cluster: Cluster = config.cluster;
      const find = cluster.findGroupCoordinator.bind(cluster);
      cluster.findGroupCoordinator = async (group) => {
        await this.#options.beforeRejoin();
        return find(group);
      };
      return kafkajs().PartitionAssigners.roundRobin(config);
    };
  }

  #assign(assignment: Readonly<Record<string, readonly number[]>>): void {
    const { names, onAssigned } = this.#options;
    const places = Object.entries(assignment).flatMap(([name, partitions]) => partitions.map((partition) => ({ topic: names.topicOf(name), partition })));
    // Nothing is to come before it is known where to begin.
    for (const place of places) this.pause(place);
    onAssigned(places);
  }

  #take({ batch, heartbeat, resolveOffset, isRunning, isStale }: EachBatchPayload): void {
    this.#beat = heartbeat;
    // FINDINGS, kafkajs 6: the group may have gone on, or the partition been sought elsewhere, since this was fetched.
    if (!isRunning() || isStale()) return;
    const place = { topic: this.#options.names.topicOf(batch.topic), partition: batch.partition };
    const taken = this.#options.onFetched({ place, messages: batch.messages, high: Number(batch.highWatermark) });
    // FINDINGS, kafkajs 3: once a batch, for its last offset, and batches come in order: ascending and without a hole.
    if (taken) resolveOffset(batch.lastOffset());
  }

  /** Until it runs, and after it crashed, kafkajs throws; then there is nothing to pause. */
  #quietly(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.fail(error as Error);
    }
  }
}
