import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { logUnavailable } from '../../unavailable.js';
import { blockBytes, type Draft, writeBlock } from './block.js';
import { segmentName, writerName } from './folder.js';
import { BLOCK_BYTES_MAX, WAITING_BYTES_MAX, WRITER_IDLE_MS_MAX } from './limits.js';
import { Segment } from './segment.js';

const RANDOM_BYTES = 6;

interface Call {
  readonly draft: Draft;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * The quickest way to have records on disk: one write that flushes, for all who asked meanwhile. Blocks are written one after the
 * other, so that what is answered never lies behind a gap. Every process that keeps records has a journal of its own; whoever reads
 * the log moves what is in them into the store (see mover.ts).
 */
export class Journal {
  readonly #folder: string;
  readonly #writer = writerName(Date.now(), randomBytes(RANDOM_BYTES).toString('hex'));
  readonly #block = Buffer.allocUnsafe(BLOCK_BYTES_MAX);
  #queue: Call[] = [];
  #waiting_bytes = 0;
  #segment: Segment | undefined;
  #segments = 0;
  #wroteAt_ms = 0;
  #writing: Promise<void> | undefined;
  #closed = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Resolves when the records are on disk.
   * @throws TouchlineError TL_LOG_UNAVAILABLE; then it is not known whether they were kept: after a failed flush nobody can say
   */
  keep(draft: Draft): Promise<void> {
    if (this.#closed) return Promise.reject(logUnavailable('it is closed'));
    if (this.#waiting_bytes + draft.bytes > WAITING_BYTES_MAX) return Promise.reject(logUnavailable('too much waits to be written'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ draft, resolve, reject });
      this.#waiting_bytes += draft.bytes;
      this.#writing ??= this.#drain();
    });
  }

  /** Takes nothing more and resolves when all that was taken is answered. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#writing;
    await this.#segment?.close();
    this.#segment = undefined;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) await this.#writeNext(this.#takeBlock());
    this.#writing = undefined;
  }

  /** The calls of the next block: of one topic, in their order, as many as it holds. */
  #takeBlock(): Call[] {
    const topic = this.#queue[0]?.draft.topic ?? '';
    let calls = 0;
    let bytes = 0;
    for (const { draft } of this.#queue) {
      if (draft.topic !== topic || (calls > 0 && blockBytes(topic, bytes + draft.bytes) > BLOCK_BYTES_MAX)) break;
      calls += 1;
      bytes += draft.bytes;
    }
    this.#waiting_bytes -= bytes;
    const taken = this.#queue;
    this.#queue = taken.splice(calls);
    return taken;
  }

  async #writeNext(calls: readonly Call[]): Promise<void> {
    let failure: Error | undefined;
    try {
      const segment = await this.#segmentToWrite();
      await segment.write(
        this.#block,
        writeBlock(
          this.#block,
          calls.map(({ draft }) => draft),
        ),
      );
      this.#wroteAt_ms = Date.now();
    } catch (error) {
      failure = logUnavailable(error);
      await this.#leaveSegment();
    }
    for (const { resolve, reject } of calls) {
      if (failure === undefined) resolve();
      else reject(failure);
    }
  }

  async #segmentToWrite(): Promise<Segment> {
    if (this.#segment !== undefined && (this.#segment.full || Date.now() - this.#wroteAt_ms > WRITER_IDLE_MS_MAX)) await this.#leaveSegment();
    if (this.#segment === undefined) {
      this.#segments += 1;
      this.#segment = await Segment.make(join(this.#folder, segmentName(this.#writer, this.#segments)));
      this.#wroteAt_ms = Date.now();
    }
    return this.#segment;
  }

  /** Never writes there again. One that cannot even be closed is found by its age. */
  async #leaveSegment(): Promise<void> {
    await this.#segment?.close().catch(() => undefined);
    this.#segment = undefined;
  }
}
