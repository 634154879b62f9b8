import type { RecordHeaders, StoredRecord } from './record.js';
import type { RecordPack } from './record-pack.js';

export type { RecordHeaders, StoredRecord } from './record.js';

/** One record to append. */
export interface NewRecord {
  /** Decides the partition: equal keys keep their order. */
  readonly key: string;
  readonly value: Uint8Array;
  /**
   * With it the record is appended at most once for ever, and a repeat is answered `duplicate`, where the implementation can
   * know: Kafka cannot, and keeps repeats.
   */
  readonly once_id?: string;
  readonly headers?: RecordHeaders;
  /** The partition it goes to whatever its key: for a copy of another log, and nothing else. */
  readonly partition?: number;
}

export type AppendOutcome =
  | { readonly outcome: 'appended'; readonly partition: number; readonly offset: number }
  | { readonly outcome: 'duplicate'; readonly partition: number; readonly offset: number };

/** Records of one partition, offsets ascending; one that the log does not keep any more (compaction, retention) leaves a hole. */
export interface Batch {
  readonly topic: string;
  readonly partition: number;
  /** Behind the last offset of the batch before: from batch to batch there is no hole. */
  readonly first_offset: number;
  readonly last_offset: number;
  readonly records: readonly StoredRecord[];
  /** The same records without an object for each: for whoever moves bytes. Made when first asked for, as `records` are, if the log has the other. */
  readonly pack: RecordPack;
}

export interface ConsumeOptions {
  readonly topics: readonly string[];
  /** Consumers of one group share the partitions; each group has its own positions. */
  readonly group: string;
  /**
   * Gets one batch at a time per partition. Resolving moves the group's position past the batch; rejecting leaves it, and
   * the same records come again after a pause.
   */
  readonly handler: (batch: Batch) => Promise<void>;
  /** Where to begin a partition when it is taken over; undefined: at the group's position. */
  readonly startAt?: (topic: string, partition: number) => Promise<number | undefined>;
  readonly batch_records_max: number;
  readonly batch_bytes_max: number;
  /** How long a batch may be gathered before it is handed out. */
  readonly linger_ms: number;
  /** Told of every rejection of the handler, so that it can be logged. */
  readonly onError?: (error: unknown, batch: Batch) => void;
  /** Told why the consumer as a whole gets nothing, and undefined when it gets on again. Only where it can happen: Kafka. */
  readonly onTrouble?: (error: unknown) => void;
  /** Told all partitions that are this consumer's, whenever a group divides them anew: Kafka. The local log hands them over one by one, and does not tell. */
  readonly onAssigned?: (places: readonly { readonly topic: string; readonly partition: number }[]) => void;
}

export interface Consumer {
  /** Waits for handlers under way, then ends. */
  stop(): Promise<void>;
}

export interface PartitionHead {
  readonly partition: number;
  /** Offset of the oldest record still kept. */
  readonly first_offset: number;
  /** Offset the next record will get. */
  readonly next_offset: number;
}

/** The log is the truth. Every implementation passes the same contract suite. */
export interface EventLog {
  /**
   * Resolves when every record is kept: on disk (local), by all replicas in sync (Kafka); outcomes in the order given.
   * @throws TouchlineError TL_LOG_UNAVAILABLE when the records could not be kept; then none was (local), or it is not known
   * which were (Kafka): send them again, repeats are told apart by their event ids. TL_FIELD_VALUE for a
   * once_id that no store could tell apart, or a partition the record may not go to.
   */
  append(topic: string, records: readonly NewRecord[]): Promise<AppendOutcome[]>;
  /**
   * The quickest way to have records kept: resolves when they are, and tells no places. Readers find them like any others, in the
   * caller's order, from the moment it resolves; what the same caller appends meanwhile may come before them.
   * @throws TouchlineError like append; after TL_LOG_UNAVAILABLE it is not known which were kept
   */
  keep(topic: string, records: readonly NewRecord[]): Promise<void>;
  consume(options: ConsumeOptions): Consumer;
  /**
   * Up to `limit` records from `from_offset` on, or from the oldest kept where that is later; without a group.
   * @throws TouchlineError TL_STORE_UNAVAILABLE (Kafka)
   */
  read(topic: string, partition: number, from_offset: number, limit: number): Promise<StoredRecord[]>;
  heads(topic: string): Promise<PartitionHead[]>;
  /** Next offset to be handled, per partition, of a group. */
  positions(topic: string, group: string): Promise<ReadonlyMap<number, number>>;
  close(): Promise<void>;
}

/** What waits in one partition of an outbox. */
export interface PartitionDepth {
  readonly topic: string;
  readonly partition: number;
  readonly records: number;
  /** On disk, in whole pages. */
  readonly bytes: number;
  /** When the oldest was appended, at most a second too early; undefined when nothing waits. */
  readonly oldest_at_ms: number | undefined;
}

/** A log on this machine that keeps records only until they were moved on to the one that is the truth. */
export interface Outbox extends EventLog {
  /** Above it an append is refused with TL_LOG_UNAVAILABLE. */
  readonly bytes_max: number;
  /**
   * Removes the records below an offset and resolves, with how many those were, when that is on disk. Only for whoever has moved
   * them on. Readers go on: a partition then begins later, and no offset is ever given again.
   * @throws TouchlineError TL_LOG_UNAVAILABLE
   */
  trim(topic: string, partition: number, before_offset: number): Promise<number>;
  /** Every partition; cheap enough to be asked every second. */
  depth(): PartitionDepth[];
}
