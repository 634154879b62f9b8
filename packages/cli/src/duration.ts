import { TouchlineError } from '@touchline/runtime';

const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/** `120s`, `5m`, `2h`, `30d` in milliseconds. @throws TouchlineError TL_INPUT_INVALID naming the option. */
export function durationOf(text: string, option: string): number {
  const match = /^(\d{1,9})([dhms])$/.exec(text);
  const unit_ms = UNIT_MS[match?.[2] ?? ''];
  if (match === null || unit_ms === undefined) {
    throw new TouchlineError('TL_INPUT_INVALID', `${option}: expected a duration such as 90s, 5m, 2h or 30d.`, option);
  }
  return Number(match[1]) * unit_ms;
}

const DAY = /^\d{4}-\d\d-\d\d$/;

/** An ISO 8601 day or instant with a zone, or a duration back from now; undefined when it is none of them. UTC, with milliseconds. */
export function instantOf(text: string): string | undefined {
  if (/^\d{1,9}[dhms]$/.test(text)) return new Date(Date.now() - durationOf(text, '')).toISOString();
  if (!DAY.test(text) && !/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const at_ms = Date.parse(text);
  return Number.isNaN(at_ms) ? undefined : new Date(at_ms).toISOString();
}
