import { TouchlineError } from '@touchline/runtime';

const WEEK = /^(\d{4})-W(\d{2})$/;
const DAY_MS = 86_400_000;
const WEEKS_MAX = 1_000;

/**
 * ISO 8601 weeks from one to another, both included, written `2026-W48..2027-W06`.
 * @throws TouchlineError TL_INPUT_INVALID, path `weeks`
 */
export function weeksOf(range: string): string[] {
  const [first = '', last = ''] = range.split('..');
  const from_ms = mondayOf(first);
  const to_ms = mondayOf(last);
  if (to_ms < from_ms) throw invalid(`\`${last}\` lies before \`${first}\`.`);
  const count = Math.round((to_ms - from_ms) / (7 * DAY_MS)) + 1;
  if (count > WEEKS_MAX) throw invalid(`At most ${WEEKS_MAX} weeks.`);
  return Array.from({ length: count }, (_, index) => weekOf(from_ms + index * 7 * DAY_MS));
}

/** The seven days of an ISO week, Monday first. @throws TouchlineError TL_INPUT_INVALID, path `weeks` */
export function weekDays(week: string): string[] {
  const monday_ms = mondayOf(week);
  return Array.from({ length: 7 }, (_, day) => new Date(monday_ms + day * DAY_MS).toISOString().slice(0, 10));
}

/** Midnight UTC of a week's Monday; the week with 4 January is the first. */
function mondayOf(week: string): number {
  const [, year = '', number = ''] = WEEK.exec(week) ?? [];
  const fourth = Date.UTC(Number(year), 0, 4);
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY_MS + (Number(number) - 1) * 7 * DAY_MS;
  if (number === '' || weekOf(monday) !== week) throw invalid(`Expected ISO weeks such as 2026-W48..2027-W06, not \`${week}\`.`);
  return monday;
}

function weekOf(monday_ms: number): string {
  const thursday = new Date(monday_ms + 3 * DAY_MS);
  const number = Math.floor((thursday.getTime() - Date.UTC(thursday.getUTCFullYear(), 0, 1)) / (7 * DAY_MS)) + 1;
  return `${thursday.getUTCFullYear()}-W${String(number).padStart(2, '0')}`;
}

function invalid(message: string): TouchlineError {
  return new TouchlineError('TL_INPUT_INVALID', message, 'weeks');
}
