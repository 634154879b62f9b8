/** Most values of one parameter: a server takes about 128 KiB of it. */
export const PARAMETER_VALUES_MAX = 500;

export function batchesOf<T>(values: readonly T[], size: number): T[][] {
  const batches: T[][] = [];
  for (let at = 0; at < values.length; at += size) batches.push(values.slice(at, at + size));
  return batches;
}

/** An instant as ClickHouse reads it. */
export function instant(at_ms: number): string {
  return new Date(at_ms).toISOString();
}
