import type { Period } from '../../../src/answers.js';
import { addDays, todayIn } from '../format/times.js';

/** Spans people look at, by their name in the address. */
export const RANGES = [
  { id: '7d', name: '7 days', days: 7 },
  { id: '30d', name: '30 days', days: 30 },
  { id: '90d', name: '90 days', days: 90 },
  { id: '365d', name: '12 months', days: 365 },
] as const;

export const RANGE_DEFAULT = '30d';
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The days the address asks for, as they are today where the workspace is. */
export function periodOf(query: URLSearchParams, timeZone: string): Period {
  const from = query.get('from') ?? '';
  const to = query.get('to') ?? '';
  if (query.get('range') === 'custom' && DAY.test(from) && DAY.test(to) && from <= to) return { from, to };
  const range = RANGES.find((each) => each.id === query.get('range')) ?? RANGES[1];
  const end = todayIn(timeZone);
  return { from: addDays(end, 1 - range.days), to: end };
}
