import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { TouchlineError } from '@touchline/runtime';

/** A spec holds sums or a few hundred numbers; rows belong into a CSV file. */
const SPEC_BYTES_MAX = 16 * 1024 * 1024;

export interface SpecFile {
  readonly spec: unknown;
  /** Where the files it names are looked for first. */
  readonly folder: string;
}

/** Reads a JSON spec; `-` is standard input. @throws TouchlineError TL_FILE_UNREADABLE, TL_JSON_MALFORMED */
export function readSpec(file: string): SpecFile {
  const text = textOf(file);
  try {
    return { spec: JSON.parse(text), folder: file === '-' ? '.' : dirname(file) };
  } catch (thrown) {
    throw new TouchlineError('TL_JSON_MALFORMED', `${file}: ${thrown instanceof Error ? thrown.message : 'not JSON'}`, file);
  }
}

function textOf(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (thrown) {
    throw new TouchlineError('TL_FILE_UNREADABLE', `${file}: ${thrown instanceof Error ? thrown.message : 'cannot be read'}`, file);
  }
  if (bytes.length > SPEC_BYTES_MAX) throw new TouchlineError('TL_FILE_UNREADABLE', `${file} is larger than ${SPEC_BYTES_MAX} bytes.`, file);
  return bytes.toString('utf8');
}
