import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TouchlineError } from '@touchline/runtime';

/** What a chunk becomes should die young: with larger ones the collector copies it about. */
const CHUNK_BYTES = 131_072;
/** Shorter files are read before anybody would look at a bar. */
const PROGRESS_BYTES_MIN = 33_554_432;

/** How many bytes of the file, as it lies on disk, are read. */
export type OnBytes = (done: number, total: number) => void;

/**
 * The bytes of a file, or of standard input for `-`; unpacked where they are gzip.
 * @param onBytes told of long files only
 * @throws TouchlineError TL_FILE_UNREADABLE
 */
export async function* bytesOf(path: string, onBytes?: OnBytes): AsyncGenerator<Uint8Array> {
  try {
    const chunks = path === '-' ? (process.stdin as AsyncIterable<Uint8Array>) : fileChunks(path, onBytes);
    yield* unpacked(chunks[Symbol.asyncIterator]());
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* fileChunks(path: string, onBytes: OnBytes | undefined): AsyncGenerator<Uint8Array> {
  const { size } = await stat(path);
  let done = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Uint8Array>) {
    yield chunk;
    done += chunk.byteLength;
    if (size >= PROGRESS_BYTES_MIN) onBytes?.(done, size);
  }
}

async function* unpacked(chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  const first = await chunks.next();
  if (first.done === true) return;
  const whole = joined(first.value, chunks);
  if (first.value[0] !== 0x1f || first.value[1] !== 0x8b) yield* whole;
  // The failure reaches who reads the unpacked stream; the callback has nothing to add.
  else yield* pipeline(Readable.from(whole, { objectMode: false }), createGunzip({ chunkSize: CHUNK_BYTES }), () => undefined) as AsyncIterable<Uint8Array>;
}

async function* joined(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first;
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
}

function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return error;
  return new TouchlineError('TL_FILE_UNREADABLE', `\`${path}\` cannot be read (${error.code}).`, path);
}
