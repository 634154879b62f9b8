import type { EventLog } from '@touchline/event-log';
import { TouchlineError } from '@touchline/runtime';
import { IdSet } from '../id-set.js';
import { Identities } from '../identity.js';

const READ_RECORDS_MAX = 2_000;
/** Some 27 bytes each. A log that is larger is imported into an empty one, which needs no such memory. */
const KNOWN_MAX = 20_000_000;

/** Which events a topic of the log holds; read once, when it is first asked for. */
export class KnownRecords {
  readonly #log: EventLog;
  readonly #topic: string;
  readonly #identities = new Identities();
  #ids: IdSet | undefined;

  constructor(log: EventLog, topic: string) {
    this.#log = log;
    this.#topic = topic;
  }

  /** Is this event new? It is known from then on. @throws TouchlineError TL_INPUT_INVALID when the topic holds too much */
  async isNew(value: Uint8Array): Promise<boolean> {
    this.#ids ??= await this.#readAll();
    return this.#add(this.#ids, value);
  }

  /** Told of what was appended without having been asked for. */
  learn(value: Uint8Array): void {
    if (this.#ids !== undefined) this.#add(this.#ids, value);
  }

  async #readAll(): Promise<IdSet> {
    const ids = new IdSet();
    for (const { partition, first_offset, next_offset } of await this.#log.heads(this.#topic)) {
      let offset = first_offset;
      while (offset < next_offset) {
        const records = await this.#log.read(this.#topic, partition, offset, READ_RECORDS_MAX);
        if (records.length === 0) break;
        for (const { value } of records) this.#add(ids, value);
        offset = (records.at(-1)?.offset ?? offset) + 1;
      }
    }
    return ids;
  }

  #add(ids: IdSet, value: Uint8Array): boolean {
    if (ids.size >= KNOWN_MAX) {
      throw new TouchlineError('TL_INPUT_INVALID', `The topic ${this.#topic} holds more than ${KNOWN_MAX} events: import into an empty log.`, 'DIR');
    }
    return ids.add(this.#identities.of(value));
  }
}
