import { type EventLog, TOPICS } from '@touchline/event-log';
import { TouchlineError } from '@touchline/runtime';
import { readArchiveFile } from './file-reader.js';
import { KnownRecords } from './known-records.js';
import { type ArchivePartition, MANIFEST_NAME, type Manifest } from './manifest.js';
import { PartitionImport, type PartitionImported } from './partition-import.js';

export interface ImportOptions {
  readonly log: EventLog;
  readonly folder: string;
  readonly manifest: Manifest;
  /** Reads and compares everything and appends nothing. */
  readonly dry_run: boolean;
  readonly onProgress: (done: number, total: number) => void;
}

export interface Imported {
  readonly dry_run: boolean;
  readonly records: number;
  readonly present: number;
  readonly appended: number;
  readonly duplicate: number;
  readonly offsets_kept: boolean;
  readonly partitions: readonly PartitionImported[];
}

/**
 * Takes an archive into a log. Safe to repeat, and to go on with after a crash: what is there is not appended again.
 * @throws TouchlineError TL_ARCHIVE_INVALID, TL_LOG_UNAVAILABLE, TL_INPUT_INVALID
 */
export async function importLog(options: ImportOptions): Promise<Imported> {
  const { manifest, dry_run, onProgress } = options;
  checkLayout(manifest.partitions);
  const known = new Map<string, KnownRecords>();
  const partitions: PartitionImported[] = [];
  let done = 0;
  onProgress(0, manifest.records);
  for (const range of manifest.partitions) {
    const target = await targetOf(range, options, known);
    for (const file of manifest.files.filter(({ topic, partition }) => topic === range.topic && partition === range.partition)) {
      for await (const records of readArchiveFile(options.folder, file)) {
        await target.take(records);
        done += records.length;
        onProgress(done, manifest.records);
      }
    }
    partitions.push(target.result);
  }
  const sum = (name: 'present' | 'appended' | 'duplicate') => partitions.reduce((all, each) => all + each[name], 0);
  const [present, appended, duplicate] = [sum('present'), sum('appended'), sum('duplicate')];
  const offsets_kept = partitions.every((each) => each.offsets_kept);
  return { dry_run, records: manifest.records, present, appended, duplicate, offsets_kept, partitions };
}

function checkLayout(partitions: readonly ArchivePartition[]): void {
  for (const { topic, partition } of partitions) {
    if (partition < (TOPICS[topic]?.partitions ?? 0)) continue;
    throw new TouchlineError('TL_ARCHIVE_INVALID', `The archive has a partition ${topic}/${partition}, which no log of this version has.`, MANIFEST_NAME);
  }
}

async function targetOf({ topic, partition }: ArchivePartition, options: ImportOptions, known: Map<string, KnownRecords>): Promise<PartitionImport> {
  const { log, dry_run } = options;
  const ofTopic = known.get(topic) ?? new KnownRecords(log, topic);
  known.set(topic, ofTopic);
  const head = (await log.heads(topic)).find((each) => each.partition === partition);
  return new PartitionImport({ log, topic, partition, next_offset: head?.next_offset ?? 0, known: ofTopic, dry_run });
}
