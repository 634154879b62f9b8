/** Most values of one parameter: a server takes about 128 KiB of it. */
export const PARAMETER_VALUES_MAX = 500;
/** The same in bytes, with room for what has to be escaped. */
const PARAMETER_BYTES_MAX = 49_152;
/** Quotes and a comma around each. */
const VALUE_BYTES = 3;

export function batchesOf<T>(values: readonly T[], size: number): T[][] {
  const batches: T[][] = [];
  for (let at = 0; at < values.length; at += size) batches.push(values.slice(at, at + size));
  return batches;
}

/** As many values at once as one parameter takes. */
export function parametersOf(values: readonly string[]): string[][] {
  const batches: string[][] = [];
  let room_bytes = 0;
  for (const value of values) {
    const bytes = Buffer.byteLength(value) + VALUE_BYTES;
    if (bytes > room_bytes || batches.length === 0) {
      batches.push([]);
      room_bytes = PARAMETER_BYTES_MAX;
    }
    room_bytes -= bytes;
    batches.at(-1)?.push(value);
  }
  return batches;
}

/** The same of values that are made while they are taken. */
export function* chunksOf<T>(values: Iterable<T>, size: number): Generator<T[]> {
  let chunk: T[] = [];
  for (const value of values) {
    chunk.push(value);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}

/** An instant as ClickHouse reads it. */
export function instant(at_ms: number): string {
  return new Date(at_ms).toISOString();
}
