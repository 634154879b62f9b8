import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type EventLog, type PartitionHead, type StoredRecord, TOPICS } from '@touchline/event-log';
import { readEventHead } from '@touchline/events';
import { TouchlineError } from '@touchline/runtime';
import { FileWriter } from './file-writer.js';
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, type ArchiveFile, type ArchivePartition, MANIFEST_NAME, type Manifest } from './manifest.js';

const MANIFEST_PART = `${MANIFEST_NAME}.part`;
const READ_RECORDS_MAX = 2_000;
/** A file is closed when it has this many records, or so many bytes before compression. */
const FILE_RECORDS_MAX = 250_000;
const FILE_BYTES_MAX = 128 * 1_048_576;

/** Where a partition's export begins: where another archive ended, or with what was received from an instant on. */
export type ExportFrom = { readonly after: Manifest } | { readonly received_at: string } | undefined;

export interface ExportOptions {
  readonly log: EventLog;
  readonly folder: string;
  readonly topics: readonly string[];
  readonly from: ExportFrom;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Writes what the log holds now into a folder; what comes meanwhile is left for the next time. The manifest is written last:
 * without it there is no archive, and the next export begins anew.
 * @throws TouchlineError TL_INPUT_INVALID when the folder holds something else already
 */
export async function exportLog(options: ExportOptions): Promise<Manifest> {
  await makeRoom(options.folder);
  const heads = await headsOf(options);
  const total = heads.reduce((sum, { head }) => sum + head.next_offset - head.first_offset, 0);
  let done = 0;
  const onRecords = (records: number) => {
    done += records;
    options.onProgress(done, total);
  };
  const partitions: ArchivePartition[] = [];
  const files: ArchiveFile[] = [];
  for (const { topic, head } of heads) {
    const first_offset = await beginOf(topic, head, options);
    onRecords(first_offset - head.first_offset);
    const range = { topic, partition: head.partition, first_offset, next_offset: head.next_offset };
    partitions.push(range);
    files.push(...(await exportPartition(options, range, onRecords)));
  }
  const records = files.reduce((sum, file) => sum + file.records, 0);
  const manifest: Manifest = { format: ARCHIVE_FORMAT, version: ARCHIVE_VERSION, created_at: new Date().toISOString(), records, partitions, files };
  await writeManifest(options.folder, manifest);
  return manifest;
}

/** An export that broke off left no manifest: its files are in the way. */
async function makeRoom(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = await readdir(folder);
  if (names.includes(MANIFEST_NAME)) throw new TouchlineError('TL_INPUT_INVALID', `${folder} holds an archive already; choose another folder.`, 'DIR');
  const foreign = names.find((name) => !Object.hasOwn(TOPICS, name) && name !== MANIFEST_PART);
  if (foreign !== undefined) throw new TouchlineError('TL_INPUT_INVALID', `${folder} holds ${foreign}, which is no archive; choose an empty folder.`, 'DIR');
  for (const name of names) await rm(join(folder, name), { recursive: true });
}

async function headsOf({ log, topics }: ExportOptions): Promise<{ topic: string; head: PartitionHead }[]> {
  const heads: { topic: string; head: PartitionHead }[] = [];
  for (const topic of topics) for (const head of await log.heads(topic)) heads.push({ topic, head });
  return heads;
}

/** Offset of the first record to be written. Received instants rise only nearly, so everything from the first match on belongs to it. */
async function beginOf(topic: string, head: PartitionHead, { log, from }: ExportOptions): Promise<number> {
  if (from === undefined) return head.first_offset;
  if ('after' in from) {
    const before = from.after.partitions.find((each) => each.topic === topic && each.partition === head.partition);
    return Math.min(Math.max(before?.next_offset ?? 0, head.first_offset), head.next_offset);
  }
  for await (const records of readRange(log, { topic, ...head })) {
    const match = records.find(({ value }) => (readEventHead(value)?.received_at ?? '') >= from.received_at);
    if (match !== undefined) return match.offset;
  }
  return head.next_offset;
}

interface Range {
  readonly topic: string;
  readonly partition: number;
  readonly first_offset: number;
  readonly next_offset: number;
}

async function exportPartition(options: ExportOptions, range: Range, onRecords: (records: number) => void): Promise<ArchiveFile[]> {
  const files: ArchiveFile[] = [];
  let writer: FileWriter | undefined;
  for await (const records of readRange(options.log, range)) {
    writer ??= await FileWriter.create({ folder: options.folder, ...range }, records[0]?.offset ?? range.first_offset);
    await writer.write(records);
    onRecords(records.length);
    if (writer.records < FILE_RECORDS_MAX && writer.text_bytes < FILE_BYTES_MAX) continue;
    files.push(await writer.close());
    writer = undefined;
  }
  if (writer !== undefined) files.push(await writer.close());
  return files;
}

async function* readRange(log: EventLog, { topic, partition, first_offset, next_offset }: Range): AsyncGenerator<StoredRecord[]> {
  let offset = first_offset;
  while (offset < next_offset) {
    const records = await log.read(topic, partition, offset, Math.min(READ_RECORDS_MAX, next_offset - offset));
    const inside = records.filter((record) => record.offset < next_offset);
    if (inside.length === 0) return;
    yield inside;
    offset = (inside.at(-1)?.offset ?? offset) + 1;
  }
}

async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const part = join(folder, MANIFEST_PART);
  const file = await open(part, 'w');
  await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
  await file.sync();
  await file.close();
  await rename(part, join(folder, MANIFEST_NAME));
}
