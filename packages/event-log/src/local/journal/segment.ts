import { close, constants, fdatasync, fsync, ftruncate, mkdir, open, rename, write } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { unfinished } from './folder.js';
import { CHUNK_BYTES, ROOM_BYTES_MIN, SEGMENT_BYTES_MAX } from './limits.js';

const openFile = promisify(open);
const closeFile = promisify(close);
const syncData = promisify(fdatasync);
const syncAll = promisify(fsync);
const truncate = promisify(ftruncate);
const makeFolder = promisify(mkdir);
const renameFile = promisify(rename);

const OWNER_ONLY = 0o600;
const MAKE = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL;
const WRITE_DURABLY = constants.O_WRONLY | constants.O_DSYNC;
let zeros: Buffer | undefined;

/**
 * A file that is written from its start to its end by one process, each write durable when it is done: O_DSYNC into space that was
 * filled with zeros and flushed before. Behind the last write there are zeros until it is closed; a closed one ends with its last write.
 */
export class Segment {
  readonly #filler: number;
  readonly #writer: number;
  #at = 0;
  #allocated = 0;
  #growing: Promise<void> | undefined;

  private constructor(filler: number, writer: number) {
    this.#filler = filler;
    this.#writer = writer;
  }

  /** A new one; its name in the folder is durable, too. It has that name once there is room in it: an empty one would count as closed. */
  static async make(path: string): Promise<Segment> {
    await makeFolder(dirname(path), { recursive: true, mode: 0o700 });
    const filler = await openFile(unfinished(path), MAKE, OWNER_ONLY);
    const segment = new Segment(filler, await openFile(unfinished(path), WRITE_DURABLY));
    await segment.#grow();
    await renameFile(unfinished(path), path);
    const folder = await openFile(dirname(path), constants.O_RDONLY);
    await syncAll(folder).finally(() => closeFile(folder));
    return segment;
  }

  get bytes(): number {
    return this.#at;
  }

  get full(): boolean {
    return this.#at >= SEGMENT_BYTES_MAX;
  }

  /** Resolves when the first `bytes` of the buffer are on disk. After a failure the segment may only be closed. */
  async write(buffer: Buffer, bytes: number): Promise<void> {
    // One byte more than is written: a segment that ends with its last write counts as closed.
    while (this.#allocated - this.#at <= bytes) await (this.#growing ?? this.#startGrowing());
    await writeWhole(this.#writer, buffer, bytes, this.#at);
    this.#at += bytes;
    // Whoever needs the room is told what went wrong.
    if (this.#allocated - this.#at < ROOM_BYTES_MIN && this.#growing === undefined) this.#startGrowing().catch(() => undefined);
  }

  /** Cuts off what is behind the last write that succeeded: by that all know that no more comes. */
  async close(): Promise<void> {
    await this.#growing?.catch(() => undefined);
    try {
      await truncate(this.#filler, this.#at);
      await syncData(this.#filler);
    } finally {
      await closeFile(this.#filler);
      await closeFile(this.#writer);
    }
  }

  #startGrowing(): Promise<void> {
    this.#growing = this.#grow().finally(() => {
      this.#growing = undefined;
    });
    return this.#growing;
  }

  async #grow(): Promise<void> {
    zeros ??= Buffer.alloc(CHUNK_BYTES);
    await writeWhole(this.#filler, zeros, CHUNK_BYTES, this.#allocated);
    await syncData(this.#filler);
    this.#allocated += CHUNK_BYTES;
  }
}

function writeWhole(fd: number, buffer: Buffer, bytes: number, position: number): Promise<void> {
  return new Promise((resolve, reject) => {
    write(fd, buffer, 0, bytes, position, (error, written) => {
      if (error !== null) reject(error);
      else if (written < bytes) reject(new Error(`only ${written} of ${bytes} bytes were written`));
      else resolve();
    });
  });
}
