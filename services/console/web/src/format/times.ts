const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** An instant in the workspace's zone: 21 Nov, 09:30. */
export function instant(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat(undefined, { timeZone, day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(new Date(iso));
}

/** With the year and the zone, where it has to be exact. */
export function instantLong(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat(undefined, { timeZone, dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}

/** A calendar day: 21 Nov. */
export function day(date: string, withYear = false): string {
  const year = withYear ? ({ year: 'numeric' } as const) : {};
  return new Intl.DateTimeFormat(undefined, { timeZone: 'UTC', day: 'numeric', month: 'short', ...year }).format(new Date(`${date}T00:00:00Z`));
}

/** Days as a span: 1 Oct – 30 Oct 2026. */
export function span(from: string, to: string): string {
  return from === to ? day(from, true) : `${day(from, from.slice(0, 4) !== to.slice(0, 4))} – ${day(to, true)}`;
}

/** How long between two instants, in the two largest units: 3 d 4 h. */
export function apart(fromIso: string, toIso: string): string {
  const ms = Math.abs(Date.parse(toIso) - Date.parse(fromIso));
  if (ms < MINUTE_MS) return `${Math.round(ms / 1_000)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < DAY_MS) return two(Math.floor(ms / HOUR_MS), 'h', Math.floor((ms % HOUR_MS) / MINUTE_MS), 'min');
  return two(Math.floor(ms / DAY_MS), 'd', Math.floor((ms % DAY_MS) / HOUR_MS), 'h');
}

function two(large: number, unit: string, ...[small, smallUnit]: readonly [number, string]): string {
  return small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smallUnit}`;
}

/** Today's date where the workspace is. */
export function todayIn(timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(new Date());
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** Calendar arithmetic on days, exact because UTC has no clock changes. */
export function addDays(date: string, count: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

const WEEK = /^(\d{4})-W(\d{2})$/;

/** An ISO 8601 week by the days that people know it by: 2026-W34 → 17 Aug – 23 Aug 2026. What is no week stays as it is. */
export function weekSpan(week: string): string {
  const [, year = '', number = ''] = WEEK.exec(week) ?? [];
  if (number === '') return week;
  // The week with 4 January is the first.
  const fourth = new Date(Date.UTC(Number(year), 0, 4));
  const monday = addDays(fourth.toISOString().slice(0, 10), (Number(number) - 1) * 7 - ((fourth.getUTCDay() + 6) % 7));
  return span(monday, addDays(monday, 6));
}
