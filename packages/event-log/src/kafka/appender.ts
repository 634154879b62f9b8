import { setImmediate as nextTurn } from 'node:timers/promises';
import { TouchlineError } from '@touchline/runtime';
import { checkRecords } from '../checking.js';
import { placesOf } from '../place.js';
import type { AppendOutcome, NewRecord } from '../port.js';
import { partitionOf } from '../topics.js';
import { logUnavailable } from '../unavailable.js';
import { type QueuedCall, SendGroup } from './group.js';
import { QUEUED_BYTES_MAX, QUEUED_RECORDS_MAX, SEND_PARTITION_BYTES_MAX } from './limits.js';
import type { Sender } from './sender.js';

/** Group commit: while one group is sent the next gathers, and one send carries the records of many callers. */
export class KafkaAppender {
  readonly #sender: Sender;
  readonly #ready: () => Promise<void>;
  #queue: QueuedCall[] = [];
  /** Waiting or being sent. */
  #records = 0;
  #bytes = 0;
  #draining: Promise<void> | undefined;
  #closed = false;

  constructor(sender: Sender, ready: () => Promise<void>) {
    this.#sender = sender;
    this.#ready = ready;
  }

  append(topic: string, records: readonly NewRecord[]): Promise<AppendOutcome[]> {
    placesOf(topic);
    if (records.length === 0) return Promise.resolve([]);
    if (this.#closed) return Promise.reject(logUnavailable('it is closed'));
    try {
      checkRecords(topic, records);
      checkPartitions(topic, records);
      checkSizes(records);
    } catch (error) {
      return Promise.reject(error);
    }
    const bytes = records.reduce((sum, record) => sum + record.value.byteLength, 0);
    if (this.#records + records.length > QUEUED_RECORDS_MAX || this.#bytes + bytes > QUEUED_BYTES_MAX) {
      return Promise.reject(logUnavailable('too much waits to be sent'));
    }
    return new Promise((resolve, reject) => {
      this.#records += records.length;
      this.#bytes += bytes;
      this.#queue.push({ topic, records, bytes, taken: 0, outcomes: [], resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Takes nothing more and resolves when all that was taken is answered. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      // Callers of the same turn, and those just answered who ask again, join the group.
      await nextTurn();
      await this.#send(SendGroup.from(this.#queue));
    }
    this.#draining = undefined;
  }

  async #send(group: SendGroup): Promise<void> {
    const calls = group.calls();
    try {
      await this.#ready();
      group.note(await this.#sender.send(group.topics()));
    } catch (error) {
      this.#forget(calls);
      const failure = error instanceof TouchlineError && error.code === 'TL_TOPIC_MISMATCH' ? error : logUnavailable(error);
      for (const call of calls) call.reject(failure);
      return;
    }
    const whole = new Set([...calls].filter((call) => call.outcomes.length === call.records.length));
    this.#forget(whole);
    for (const call of whole) call.resolve(call.outcomes);
  }

  #forget(calls: ReadonlySet<QueuedCall>): void {
    this.#queue = this.#queue.filter((call) => !calls.has(call));
    for (const { records, bytes } of calls) {
      this.#records -= records.length;
      this.#bytes -= bytes;
    }
  }
}

function checkSizes(records: readonly NewRecord[]): void {
  for (const [index, { value }] of records.entries()) {
    if (value.byteLength <= SEND_PARTITION_BYTES_MAX) continue;
    throw new TouchlineError('TL_EVENT_TOO_LARGE', `A record of ${value.byteLength} bytes is larger than Kafka takes.`, `records.${index}.value`);
  }
}

/** Here a record goes where its key says, so that every producer of the cluster agrees; another place cannot be asked for. */
function checkPartitions(topic: string, records: readonly NewRecord[]): void {
  for (const [index, { key, partition }] of records.entries()) {
    if (partition === undefined || partition === partitionOf(topic, key)) continue;
    throw new TouchlineError('TL_FIELD_VALUE', `The key of the record belongs to partition ${partitionOf(topic, key)}.`, `records.${index}.partition`);
  }
}
