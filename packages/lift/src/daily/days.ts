const DAY_MS = 86_400_000;

/** The calendar day of an instant in a zone, `2026-03-01`. @throws RangeError for no zone */
export function dayOf(instant: Date, time_zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: time_zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(instant);
}

/** A day some days later; earlier where negative. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Every day from one to another, both included; none when the second lies before the first. */
export function daysBetween(from: string, to: string): string[] {
  const count = Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, place) => dayAfter(from, place));
}

/** The first day that lies whole after an instant. */
export function firstWholeDay(from: Date, time_zone: string): string {
  return dayAfter(dayOf(new Date(from.getTime() - 1), time_zone), 1);
}

/** The last day that was over by an instant. */
export function lastWholeDay(until: Date, time_zone: string): string {
  return dayAfter(dayOf(until, time_zone), -1);
}
