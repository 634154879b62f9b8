import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import type { StoredRecord } from '@touchline/event-log';
import { TouchlineError } from '@touchline/runtime';
import { recordOfLine } from './line.js';
import type { ArchiveFile } from './manifest.js';

/** Records handed on at once. */
const BATCH_RECORDS_MAX = 1_000;
/** Likewise their bytes. */
const BATCH_BYTES_MAX = 4 * 1_048_576;

/**
 * The records of one file, in order. The whole file is checked against its SHA-256 before the first is handed on, so that
 * nothing is taken from one that is damaged.
 * @throws TouchlineError TL_ARCHIVE_INVALID naming the file and the record
 */
export async function* readArchiveFile(folder: string, file: ArchiveFile): AsyncGenerator<StoredRecord[]> {
  if ((await digestOf(join(folder, file.file), file)) !== file.sha256) throw await whereDamaged(folder, file);
  yield* recordsOf(folder, file);
}

async function digestOf(path: string, file: ArchiveFile): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch (error) {
    throw invalid(file, `cannot be read: ${messageOf(error)}`);
  }
  return hash.digest('hex');
}

/** Reads as far as it goes, to tell which record is the first that is not what was written. */
async function whereDamaged(folder: string, file: ArchiveFile): Promise<TouchlineError> {
  try {
    for await (const records of recordsOf(folder, file)) void records;
  } catch (error) {
    if (error instanceof TouchlineError) return error;
    throw error;
  }
  return invalid(file, 'is not the file that was exported (its SHA-256 differs), though every record in it can be read');
}

async function* recordsOf(folder: string, file: ArchiveFile): AsyncGenerator<StoredRecord[]> {
  let [expected, read, bytes] = [file.first_offset, 0, 0];
  let batch: StoredRecord[] = [];
  for await (const line of linesOf(folder, file, () => damaged(file, read, expected))) {
    const record = recordOfLine(line);
    if (record === undefined || record.offset < expected) throw damaged(file, read, expected);
    [read, expected, bytes] = [read + 1, record.offset + 1, bytes + record.value.byteLength];
    batch.push(record);
    if (batch.length < BATCH_RECORDS_MAX && bytes < BATCH_BYTES_MAX) continue;
    yield batch;
    [batch, bytes] = [[], 0];
  }
  if (read !== file.records || expected !== file.last_offset + 1) throw damaged(file, read, expected);
  if (batch.length > 0) yield batch;
}

/** Cut at newlines alone: readline would cut at other characters too, which an event may hold. */
async function* linesOf(folder: string, file: ArchiveFile, failure: () => TouchlineError): AsyncGenerator<string> {
  let rest = '';
  const decoder = new StringDecoder('utf8');
  const source = createReadStream(join(folder, file.file));
  const text = createGunzip();
  source.once('error', (error) => text.destroy(error));
  const chunks = source.pipe(text)[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  try {
    for (;;) {
      const chunk = await chunks.next().catch(() => {
        throw failure();
      });
      if (chunk.done === true) break;
      const lines = (rest + decoder.write(chunk.value)).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    source.destroy();
    text.destroy();
  }
  if (rest !== '') throw failure();
}

function damaged(file: ArchiveFile, index: number, offset: number): TouchlineError {
  return invalid(file, `is damaged at record ${index + 1} of ${file.records} (offset ${offset} of ${file.topic}/${file.partition}); nothing of it was taken`);
}

function invalid(file: ArchiveFile, what: string): TouchlineError {
  return new TouchlineError('TL_ARCHIVE_INVALID', `${file.file} ${what}.`, file.file);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
