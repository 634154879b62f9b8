import { TouchlineError } from '@touchline/runtime';
import { CLOCK_AHEAD_MS_MAX, COST_PERIOD_DAYS_MAX } from './limits.js';

const DAY_MS = 86_400_000;

/**
 * When it happened, UTC with milliseconds; late by any amount is taken.
 * @throws TouchlineError TL_CLOCK_AHEAD, or TL_FIELD_VALUE before 1970, which no store of ours can hold
 */
export function instantOf(told: string | undefined, received_ms: number): string {
  const at_ms = told === undefined ? received_ms : Date.parse(told);
  if (at_ms > received_ms + CLOCK_AHEAD_MS_MAX) throw new TouchlineError('TL_CLOCK_AHEAD', undefined, 'occurred_at');
  if (!(at_ms >= 0)) throw new TouchlineError('TL_FIELD_VALUE', 'Expected an instant after 1970.', 'occurred_at');
  return new Date(at_ms).toISOString();
}

/** @throws TouchlineError TL_FIELD_VALUE unless the days follow each other within ten years, after 1970 */
export function checkPeriod(period: { readonly period_from: string; readonly period_to: string }): void {
  checkDay(period.period_from, 'period_from');
  const from_ms = Date.parse(period.period_from);
  const to_ms = Date.parse(period.period_to);
  if (to_ms < from_ms) throw new TouchlineError('TL_FIELD_VALUE', 'Expected a day not before `period_from`.', 'period_to');
  if (to_ms - from_ms > COST_PERIOD_DAYS_MAX * DAY_MS) throw new TouchlineError('TL_FIELD_VALUE', 'A cost is spread over at most ten years.', 'period_to');
}

/** What the warehouse's dates can hold with room to spare. @throws TouchlineError TL_FIELD_VALUE */
export function checkDay(day: string, path: string): void {
  const at_ms = Date.parse(day);
  if (!(at_ms >= 0 && at_ms < Date.UTC(2100, 0))) throw new TouchlineError('TL_FIELD_VALUE', 'Expected a day from 1970 to 2099.', path);
}
