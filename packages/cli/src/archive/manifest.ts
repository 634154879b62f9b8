import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TOPICS } from '@touchline/event-log';
import { TouchlineError } from '@touchline/runtime';
import { z } from 'zod';

export const MANIFEST_NAME = 'manifest.json';
export const ARCHIVE_FORMAT = 'touchline-log';
export const ARCHIVE_VERSION = 1;

const count = z.int().min(0);

const fileSchema = z.strictObject({
  /** Path inside the archive's folder, its parts joined by `/`. */
  file: z.string().regex(/^[a-z]+\/\d+\/\d{16}\.jsonl\.gz$/),
  topic: z.string().refine((topic) => Object.hasOwn(TOPICS, topic), { message: 'no such topic' }),
  partition: count,
  first_offset: count,
  last_offset: count,
  records: count.min(1),
  /** Of the compressed file. */
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

const partitionSchema = z.strictObject({
  topic: fileSchema.shape.topic,
  partition: count,
  /** Offset of the first record in the archive, and the one after its last; equal when it has none. */
  first_offset: count,
  next_offset: count,
});

const manifestSchema = z.strictObject({
  format: z.literal(ARCHIVE_FORMAT),
  version: z.literal(ARCHIVE_VERSION),
  created_at: z.iso.datetime(),
  records: count,
  partitions: z.array(partitionSchema),
  /** By topic, partition and offset. */
  files: z.array(fileSchema),
});

export type ArchiveFile = z.infer<typeof fileSchema>;
export type ArchivePartition = z.infer<typeof partitionSchema>;
export type Manifest = z.infer<typeof manifestSchema>;

/** Where the records of a partition from an offset on are kept. */
export function fileNameOf(place: { readonly topic: string; readonly partition: number }, first_offset: number): string {
  return `${place.topic}/${place.partition}/${String(first_offset).padStart(16, '0')}.jsonl.gz`;
}

/** @throws TouchlineError TL_ARCHIVE_INVALID when the folder holds no whole archive */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST_NAME);
  const text = await readFile(path, 'utf8').catch(() => {
    throw new TouchlineError('TL_ARCHIVE_INVALID', `There is no ${path}: this is no archive, or its export was not finished.`, MANIFEST_NAME);
  });
  const parsed = manifestSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new TouchlineError('TL_ARCHIVE_INVALID', `${path}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`, MANIFEST_NAME);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
