import { TouchlineError } from '@touchline/runtime';

const INSTANT = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?(?:[Zz]|([+-])(\d\d):?(\d\d)?)$/;
const MINUTE_MS = 60_000;

/**
 * An ISO 8601 instant with a zone, in milliseconds since 1970, UTC; what is finer than a millisecond is cut off.
 * @throws TouchlineError TL_FIELD_MISSING, TL_FIELD_VALUE with the column as path
 */
export function instantMs(text: string, column: string): number {
  if (text === '') throw new TouchlineError('TL_FIELD_MISSING', `\`${column}\` is empty.`, column);
  const match = INSTANT.exec(text);
  const at_ms = match === null ? Number.NaN : msOf(match);
  if (Number.isNaN(at_ms))
    throw new TouchlineError('TL_FIELD_VALUE', `\`${column}\` is no ISO 8601 instant with a zone, such as 2026-03-01T12:00:00Z.`, column);
  return at_ms;
}

function msOf(match: RegExpExecArray): number {
  const number = (group: number) => Number(match[group] ?? 0);
  const [year, month, day, hour, minute, second] = [number(1), number(2), number(3), number(4), number(5), number(6)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59 || second > 59) return Number.NaN;
  const [zoneHour, zoneMinute] = [number(9), number(10)];
  if (zoneHour > 23 || zoneMinute > 59) return Number.NaN;
  const ms = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const zone_ms = (match[8] === '-' ? -1 : 1) * (zoneHour * 60 + zoneMinute) * MINUTE_MS;
  return utcMs([year, month - 1, day, hour, minute, second, ms]) - zone_ms;
}

/** Date.UTC takes the years 0 to 99 for those of the 20th century. */
function utcMs([year, ...rest]: [number, number, number, number, number, number, number]): number {
  const at_ms = Date.UTC(year, ...rest);
  return year > 99 ? at_ms : new Date(at_ms).setUTCFullYear(year);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}
