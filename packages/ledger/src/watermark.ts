import type { Warehouse } from '@touchline/warehouse';
import { SQL } from './sql.js';

/** The topics credit depends on. */
const TOPICS = ['clicks', 'conversions', 'identities', 'directory'] as const;

/** `topic/partition` to the offset everything below which is stored. */
export type Watermark = Readonly<Record<string, number>>;

interface RangeRow {
  readonly topic: string;
  readonly partition: number;
  readonly first_offset: number | string;
  readonly last_offset: number | string;
}

/** How far the log is stored without a gap, from what was already known on. */
export async function readWatermark(warehouse: Warehouse, known: Watermark): Promise<Watermark> {
  const rows = await warehouse.query<RangeRow>(SQL.watermark, { topics: [...TOPICS], known });
  return reach(rows, known);
}

/** @param ranges of each partition in the order of their first offsets */
export function reach(ranges: readonly RangeRow[], known: Watermark): Watermark {
  const next: Record<string, number> = { ...known };
  const broken = new Set<string>();
  for (const range of ranges) {
    const key = `${range.topic}/${range.partition}`;
    const [first, last] = [Number(range.first_offset), Number(range.last_offset)];
    const at = next[key] ?? first;
    if (first > at) broken.add(key);
    if (!broken.has(key)) next[key] = Math.max(at, last + 1);
  }
  return next;
}

/** Offsets in no partition of ours: `transform` wants at least one pair. */
const NO_PARTITION = 65_535;

/**
 * The watermark as the parameters `<topic>_partitions`, `<topic>_offsets` and `<topic>_least` of the statements that look beyond it: in no known
 * partition is anything new below the least.
 */
export function offsetParameters(watermark: Watermark): Record<string, number | number[]> {
  const parameters: Record<string, number | number[]> = {};
  for (const topic of TOPICS) {
    const offsets = Object.entries(watermark).filter(([key]) => key.startsWith(`${topic}/`));
    parameters[`${topic}_partitions`] = [...offsets.map(([key]) => Number(key.slice(topic.length + 1))), NO_PARTITION];
    parameters[`${topic}_offsets`] = [...offsets.map(([, offset]) => offset), 0];
    parameters[`${topic}_least`] = offsets.reduce((least, [, offset]) => Math.min(least, offset), offsets[0]?.[1] ?? 0);
  }
  return parameters;
}

export function sameWatermark(one: Watermark, other: Watermark): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => one[key] === other[key]);
}
