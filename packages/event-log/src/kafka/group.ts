import type { Message } from 'kafkajs';
import type { AppendOutcome, NewRecord } from '../port.js';
import { partitionOf } from '../topics.js';
import { HEADER_OVERHEAD_BYTES, RECORD_OVERHEAD_BYTES, SEND_PARTITION_BYTES_MAX, SEND_RECORDS_MAX } from './limits.js';
import { type FirstOffsets, placeKey, type SendTopic } from './sender.js';

export interface QueuedCall {
  readonly topic: string;
  readonly records: readonly NewRecord[];
  readonly bytes: number;
  /** Records that are in a group already: a call that is larger than one send goes in several. */
  taken: number;
  readonly outcomes: AppendOutcome[];
  readonly resolve: (outcomes: AppendOutcome[]) => void;
  readonly reject: (error: Error) => void;
}

interface Taken {
  readonly call: QueuedCall;
  readonly partition: number;
  readonly record: NewRecord;
}

/** The records of one send, in the order of the queue. */
export class SendGroup {
  readonly #taken: Taken[] = [];
  readonly #bytes = new Map<string, number>();

  /** Takes from the front of a queue what one send may carry, at least one record. */
  static from(queue: readonly QueuedCall[]): SendGroup {
    const group = new SendGroup();
    for (const call of queue) {
      while (call.taken < call.records.length) if (!group.#take(call)) return group;
    }
    return group;
  }

  calls(): ReadonlySet<QueuedCall> {
    return new Set(this.#taken.map(({ call }) => call));
  }

  topics(): SendTopic[] {
    const topics = new Map<string, Message[]>();
    for (const { call, record } of this.#taken) {
      const messages = topics.get(call.topic) ?? [];
      topics.set(call.topic, messages);
      messages.push({ key: record.key, value: asBuffer(record.value), ...(record.headers === undefined ? {} : { headers: record.headers }) });
    }
    return [...topics].map(([topic, messages]) => ({ topic, messages }));
  }

  /** Notes where each record went: within a partition they are in the order they were sent. */
  note(offsets: FirstOffsets): void {
    const next = new Map(offsets);
    for (const { call, partition } of this.#taken) {
      const place = placeKey(call.topic, partition);
      const offset = next.get(place) ?? -1;
      next.set(place, offset + 1);
      call.outcomes.push({ outcome: 'appended', partition, offset });
    }
  }

  #take(call: QueuedCall): boolean {
    const record = call.records[call.taken];
    if (record === undefined) return false;
    const partition = partitionOf(call.topic, record.key);
    const place = placeKey(call.topic, partition);
    const bytes = (this.#bytes.get(place) ?? 0) + bytesOf(record);
    if (this.#taken.length > 0 && (bytes > SEND_PARTITION_BYTES_MAX || this.#taken.length === SEND_RECORDS_MAX)) return false;
    this.#bytes.set(place, bytes);
    this.#taken.push({ call, partition, record });
    call.taken += 1;
    return true;
  }
}

function bytesOf({ key, value, headers }: NewRecord): number {
  let bytes = value.byteLength + Buffer.byteLength(key) + RECORD_OVERHEAD_BYTES;
  for (const name in headers) bytes += name.length + Buffer.byteLength(headers[name] ?? '') + HEADER_OVERHEAD_BYTES;
  return bytes;
}

function asBuffer(value: Uint8Array): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
