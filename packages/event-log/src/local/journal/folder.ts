import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const SUFFIX = '.journal';
const UNFINISHED = '.new';
const NUMBER_DIGITS = 6;
const TIME_DIGITS = 15;

/** Beside the store's own files. */
export function journalFolder(logPath: string): string {
  return join(logPath, 'journal');
}

/** Sorted by name, the segments of one writer follow each other, and those of a writer that came before another come first. */
export function segmentName(writer: string, number: number): string {
  return `${writer}.${String(number).padStart(NUMBER_DIGITS, '0')}${SUFFIX}`;
}

/** What a segment is called before it can be written to. */
export function unfinished(path: string): string {
  return path + UNFINISHED;
}

/** No two writers have one name, on whatever machine or in whatever container they began. */
export function writerName(now_ms: number, random: string): string {
  return `${String(now_ms).padStart(TIME_DIGITS, '0')}-${random}`;
}

/** Every segment that is there, in the order in which they are to be moved. */
export function segmentsIn(folder: string): string[] {
  return namesIn(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .sort();
}

/** What is being made, or was when its maker was killed. */
export function unfinishedIn(folder: string): string[] {
  return namesIn(folder).filter((name) => name.endsWith(UNFINISHED));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
