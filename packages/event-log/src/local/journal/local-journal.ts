import { constants } from 'node:fs';
import { checkRecords } from '../../checking.js';
import type { NewRecord } from '../../port.js';
import { TOPICS } from '../../topics.js';
import type { OutboxBooks } from '../appender.js';
import type { Store } from '../store.js';
import { blockBytes, Draft } from './block.js';
import { journalFolder } from './folder.js';
import { Journal } from './journal.js';
import { BLOCK_BYTES_MAX } from './limits.js';
import { Mover } from './mover.js';

/** Where writes cannot be told to flush (macOS), the store alone keeps records. */
const CAN_FLUSH = constants.O_DSYNC !== undefined;

/** Whether records of a topic may lie in a journal. */
export function isJournaled(topic: string): boolean {
  return CAN_FLUSH && TOPICS[topic]?.journaled === true;
}

/** The journals of one local log: this process's own, made when it is first needed, and moving those of all. */
export class LocalJournal {
  readonly #folder: string;
  readonly #books: OutboxBooks | undefined;
  readonly #mover: Mover;
  #own: Journal | undefined;

  constructor(store: Store, logPath: string, books?: OutboxBooks) {
    this.#folder = journalFolder(logPath);
    this.#books = books;
    this.#mover = new Mover(store, this.#folder, books?.marks);
  }

  /** Resolves with whether the journal took them, when they are on disk; it takes none that are too large for a block. */
  async keep(topic: string, records: readonly NewRecord[]): Promise<boolean> {
    const draft = new Draft(topic, records);
    if (blockBytes(topic, draft.bytes) > BLOCK_BYTES_MAX) return false;
    checkRecords(topic, records);
    this.#books?.quota.take(draft.bytes);
    this.#own ??= new Journal(this.#folder);
    await this.#own.keep(draft);
    return true;
  }

  /** @throws TouchlineError TL_LOG_UNAVAILABLE when what lies in journals cannot be moved now; it is kept all the same */
  settle(): Promise<void> {
    return this.#mover.settle();
  }

  async close(): Promise<void> {
    await this.#own?.close();
    await this.#mover.idle();
  }
}
