import { TouchlineError } from '@touchline/runtime';
import { CronExpressionParser } from 'cron-parser';
import { DateTime, IANAZone } from 'luxon';

/** Minute, hour, day of month, month, day of week; and the IANA zone they are of. */
export interface ZonedCron {
  readonly cron: string;
  readonly time_zone: string;
}

/** @throws TouchlineError TL_FIELD_VALUE with the path `cron` or `time_zone` */
export function checkCron({ cron, time_zone }: ZonedCron): void {
  if (!IANAZone.isValidZone(time_zone)) throw new TouchlineError('TL_FIELD_VALUE', `There is no time zone \`${time_zone}\`.`, 'time_zone');
  try {
    CronExpressionParser.parse(cron, { tz: time_zone, currentDate: new Date(0) }).next();
  } catch {
    throw new TouchlineError('TL_FIELD_VALUE', `\`${cron}\` is no cron expression, or never comes.`, 'cron');
  }
}

/**
 * The slots after `from` up to `to` (included), oldest first; where there are more than `limit`, the newest of them.
 * @throws TouchlineError TL_FIELD_VALUE
 */
export function slotsBetween(schedule: ZonedCron, { from, to, limit }: Span): Date[] {
  checkCron(schedule);
  let slots: Date[] = [];
  let [until_ms, width_ms] = [to.getTime(), DAY_MS];
  // Window by window backwards, so that however long nobody was there, hardly more are looked at than are wanted.
  while (slots.length < limit && until_ms > from.getTime()) {
    const since_ms = Math.max(from.getTime(), until_ms - width_ms);
    slots = [...slotsWithin(schedule, since_ms, until_ms), ...slots];
    until_ms = since_ms;
    width_ms *= 2;
  }
  return slots.slice(-limit);
}

interface Span {
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
}

const DAY_MS = 86_400_000;

function slotsWithin({ cron, time_zone }: ZonedCron, from_ms: number, to_ms: number): Date[] {
  // From a midnight at least a day before: whoever starts within a day that has another length is told other slots of it.
  const midnight_ms = (Math.floor(from_ms / DAY_MS) - 1) * DAY_MS;
  const expression = CronExpressionParser.parse(cron, { tz: time_zone, currentDate: new Date(midnight_ms), endDate: new Date(to_ms) });
  // An hour that comes twice is two hours to a schedule of every hour, and one to a schedule of a certain hour.
  const everyHour = cron.split(' ')[1]?.startsWith('*') === true;
  const slots: Date[] = [];
  for (let slot = next(expression); slot !== undefined && slot.getTime() <= to_ms; slot = next(expression)) {
    if (slot.getTime() > from_ms && (everyHour || !isRepeated(slot, time_zone))) slots.push(slot);
  }
  return slots;
}

/** undefined at the end. */
function next(expression: ReturnType<typeof CronExpressionParser.parse>): Date | undefined {
  return expression.hasNext() ? expression.next().toDate() : undefined;
}

/** By how much clocks are set back somewhere. */
const SET_BACK_MINUTES = [30, 60];

/** Whether the wall clock showed the same a little earlier. */
function isRepeated(slot: Date, zone: string): boolean {
  const wall = (instant: DateTime) => instant.toFormat('yyyyMMddHHmm');
  const here = DateTime.fromJSDate(slot, { zone });
  return SET_BACK_MINUTES.some((minutes) => wall(here.minus({ minutes })) === wall(here));
}

/** A slot's id: the same slot of the same schedule has it for ever, and they sort by time. */
export function slotId(schedule_id: string, slot_at: Date): string {
  return `${schedule_id}.${DateTime.fromJSDate(slot_at, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'")}`;
}

/** An instant as people of a zone write it: `Mon 23 Nov 2026, 08:00 Europe/Berlin`. */
export function instantInZone(instant: Date, time_zone: string): string {
  return `${DateTime.fromJSDate(instant, { zone: time_zone }).setLocale('en-GB').toFormat('ccc d LLL yyyy, HH:mm')} ${time_zone}`;
}
