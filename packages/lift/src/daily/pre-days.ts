import type { Entities } from '@touchline/events';
import { dayAfter, firstWholeDay } from './days.js';

/** How far back is looked where no pre-period was fixed: half a year, so that seasons within a quarter are seen. */
const PRE_DAYS = 182;

/** The first day looked at before the start: of the pre-period that was fixed, or half a year back. */
export function preDays(
  { pre_period }: Pick<Entities['experiment'], 'pre_period'>,
  { first_day, time_zone }: { readonly first_day: string; readonly time_zone: string },
): string {
  return pre_period === undefined ? dayAfter(first_day, -PRE_DAYS) : firstWholeDay(new Date(pre_period.from), time_zone);
}
