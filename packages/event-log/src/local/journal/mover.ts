import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { writeGroup } from '../group.js';
import type { Marks } from '../marks.js';
import type { Store } from '../store.js';
import { type Block, claimedBytes, HEADER_BYTES, readBlock } from './block.js';
import { segmentsIn, unfinishedIn } from './folder.js';
import { BLOCK_BYTES_MAX, MOVE_BYTES_MAX, SEGMENT_IDLE_MS_MAX } from './limits.js';

/** What can be read of a segment from a place on. */
interface Look {
  readonly blocks: Block[];
  /** Behind the last of them. */
  readonly end: number;
  /** Its file ends where the look does, or nobody has written to it for so long that nobody will. */
  readonly closed: boolean;
  /** Behind the last block there is something that is neither a block nor zeros. */
  readonly torn: boolean;
}

/**
 * Moves what lies in journals into the store. How far a segment was moved is written in the same transaction as the records, so that
 * each is moved once, whoever moves and whatever is killed (I1, I2). Any number of processes may move at once.
 */
export class Mover {
  readonly #store: Store;
  readonly #folder: string;
  readonly #marks: Marks | undefined;
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #tidied = false;

  constructor(store: Store, folder: string, marks?: Marks) {
    this.#store = store;
    this.#folder = folder;
    this.#marks = marks;
  }

  /**
   * Resolves when all that had been kept when it was called is in the store.
   * @throws TouchlineError TL_LOG_UNAVAILABLE; then it lies in the journal as before
   */
  settle(): Promise<void> {
    if (this.#running === undefined) return this.#start();
    // The one under way may have looked before the caller's records came.
    this.#next ??= this.#running
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        return this.#start();
      });
    return this.#next;
  }

  /** Resolves when nothing is being moved any more. */
  async idle(): Promise<void> {
    await (this.#next ?? this.#running)?.catch(() => undefined);
  }

  #start(): Promise<void> {
    this.#running = this.#settle().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #settle(): Promise<void> {
    if (!this.#tidied) await this.#tidy();
    this.#tidied = true;
    for (const name of segmentsIn(this.#folder)) await this.#move(name);
  }

  /** Forgets segments that are gone, whose remover was killed before it could say so, and removes those whose maker was. */
  async #tidy(): Promise<void> {
    for (const name of unfinishedIn(this.#folder)) removeOld(join(this.#folder, name));
    this.#store.refresh();
    const known = [...this.#store.journal.getKeys()];
    // Looked at afterwards: a segment that is there had no line before, or has it still.
    const there = new Set(segmentsIn(this.#folder));
    const gone = known.filter((name) => !there.has(name));
    if (gone.length > 0) await this.#forget(gone);
  }

  async #move(name: string): Promise<void> {
    for (;;) {
      this.#store.refresh();
      const from = this.#store.journal.get(name) ?? 0;
      const look = this.#look(name, from);
      if (look === undefined) return;
      if (look.blocks.length > 0) await this.#store.write(() => this.#moveBlocks(name, from, look));
      else if (look.closed) return this.#remove(name, look);
      else return;
    }
  }

  /** Inside the write transaction: another may have been quicker. */
  #moveBlocks(name: string, from: number, { blocks, end }: Look): void {
    if ((this.#store.journal.get(name) ?? 0) !== from) return;
    // A segment has no line before anything of it is moved, and none when all of it was and its file is gone: the file goes first.
    if (from === 0 && !existsSync(join(this.#folder, name))) return;
    writeGroup(
      this.#store,
      blocks.map(({ topic, records }) => ({ topic, records, outcomes: [] })),
      this.#marks,
    );
    this.#store.journal.putSync(name, end);
  }

  /** The file first: a line without a file is harmless, a file without a line would be moved again. */
  async #remove(name: string, { torn }: Look): Promise<void> {
    const path = join(this.#folder, name);
    try {
      // Nothing in it was answered, as far as can be known; yet a damaged disk looks the same.
      if (torn) renameSync(path, `${path}.unread`);
      else unlinkSync(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    await this.#forget([name]);
  }

  #forget(names: readonly string[]): Promise<void> {
    return this.#store.write(() => {
      for (const name of names) this.#store.journal.removeSync(name);
    });
  }

  /** Undefined when it is gone. */
  #look(name: string, from: number): Look | undefined {
    let file: number;
    try {
      file = openSync(join(this.#folder, name), 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    try {
      // Before the look: what is written behind it makes the file younger.
      const { size, mtimeMs } = fstatSync(file);
      const { blocks, end } = readBlocks(file, from);
      const closed = end >= size || Date.now() - mtimeMs > SEGMENT_IDLE_MS_MAX;
      return { blocks, end, closed, torn: closed && end < size && !isZero(file, end, size) };
    } finally {
      closeSync(file);
    }
  }
}

function readBlocks(file: number, from: number): Pick<Look, 'blocks' | 'end'> {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  // Mostly nothing has come: then one small read says so.
  if (readSync(file, header, 0, HEADER_BYTES, from) < HEADER_BYTES || claimedBytes(header, 0) === undefined) return { blocks: [], end: from };
  const buffer = Buffer.allocUnsafe(Math.max(MOVE_BYTES_MAX, BLOCK_BYTES_MAX));
  const bytes = readSync(file, buffer, 0, buffer.length, from);
  const blocks: Block[] = [];
  let at = 0;
  let value_bytes = 0;
  while (value_bytes < MOVE_BYTES_MAX) {
    const block = readBlock(buffer.subarray(0, bytes), at);
    if (block === undefined) break;
    blocks.push(block);
    at += block.bytes;
    value_bytes += block.value_bytes;
  }
  return { blocks, end: from + at };
}

function removeOld(path: string): void {
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
  if (Date.now() - mtimeMs > SEGMENT_IDLE_MS_MAX) unlinkSync(path);
}

function isZero(file: number, from: number, end: number): boolean {
  const buffer = Buffer.allocUnsafe(Math.min(MOVE_BYTES_MAX, end - from));
  for (let at = from; at < end; at += buffer.length) {
    const bytes = readSync(file, buffer, 0, Math.min(buffer.length, end - at), at);
    if (bytes === 0) return true;
    if (!buffer.subarray(0, bytes).every((byte) => byte === 0)) return false;
  }
  return true;
}
