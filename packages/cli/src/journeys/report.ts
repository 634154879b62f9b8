import { once } from 'node:events';
import { UNATTRIBUTED } from '@touchline/attribution';
import { currencyExponent } from '@touchline/events';
import { print, printTable } from '../output.js';
import type { AttributionRun } from './attribute.js';
import type { CreditLine } from './credit.js';
import type { Fit } from './fit.js';
import type { Amounts } from './tally.js';

/** Lines and warnings people are shown; `--json` has all of them. */
const SHOWN_MAX = 50;
const LINES_A_WRITE = 1_000;

/** One JSON document; lines are written as they are worked out, because millions of them fit in no text. */
export async function printRunJson({ attribution, lines }: AttributionRun, withLines: boolean): Promise<void> {
  const head = JSON.stringify(attribution, null, 2);
  if (!withLines) {
    await write(`${head}\n`);
    return;
  }
  await write(`${head.slice(0, -'\n}'.length)},\n  "lines": [`);
  let separator = '\n    ';
  let waiting: string[] = [];
  for (const line of lines()) {
    waiting.push(separator, JSON.stringify(line));
    separator = ',\n    ';
    if (waiting.length < LINES_A_WRITE) continue;
    await write(waiting.join(''));
    waiting = [];
  }
  await write(`${waiting.join('')}\n  ]\n}\n`);
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** Figures as a table, in major units. */
export function printRunTable({ attribution, lines }: AttributionRun, withLines: boolean): void {
  const { channels, unattributed, conversions, amount_minor, warnings, warnings_omitted } = attribution;
  const rows = [
    ...channels.map((channel) => row(channel.channel, channel, String(channel.influenced_conversions))),
    row(UNATTRIBUTED, unattributed, ''),
    row('all', { conversions, amount_minor }, ''),
  ];
  printTable(rightAligned(rows));
  if (attribution.fitted !== undefined) printFit(attribution.fitted);
  if (withLines) printLines(lines());
  if (warnings.length === 0) return;
  print('');
  printTable(warnings.slice(0, SHOWN_MAX).map(({ file, line = '', code, message }) => ({ file, line, code, message })));
  const more = warnings.length + warnings_omitted - SHOWN_MAX;
  if (more > 0) print(`and ${more} more`);
}

function printFit({ conversions, nulls, p_conversion, channels }: Fit): void {
  print('');
  print(`learned from ${conversions} journeys with a conversion and ${nulls} without: P(conversion) ${p_conversion.toFixed(4)}`);
  const drawn = channels.some(({ standard_error }) => standard_error !== null);
  const rows = channels.map(({ channel, removal_effect, standard_error, canonical_conversions }) => {
    const error = drawn ? { 'standard error': (standard_error ?? 0).toFixed(4) } : {};
    return { channel, 'removal effect': removal_effect.toFixed(4), 'canonical conversions': canonical_conversions.toFixed(2), ...error };
  });
  printTable(rightAligned(rows));
}

function row(channel: string, { conversions, amount_minor }: { conversions: number; amount_minor: Amounts }, influenced: string): Record<string, string> {
  const money = Object.entries(amount_minor).map(([currency, amount]) => [currency, major(amount, currency)]);
  return { channel, conversions: conversions.toFixed(2), influenced, ...Object.fromEntries(money) };
}

/** Every column but the first is figures with the same number of places, its name above their end. */
function rightAligned(rows: readonly Record<string, string>[]): Record<string, string>[] {
  const [, ...names] = Object.keys(rows[0] ?? {});
  const widths = new Map(names.map((name) => [name, Math.max(name.length, ...rows.map((each) => each[name]?.length ?? 0))]));
  const aligned = (name: string, text: string) => text.padStart(widths.get(name) ?? 0);
  return rows.map((each) => Object.fromEntries(Object.entries(each).map(([name, text]) => [aligned(name, name), aligned(name, text)])));
}

function printLines(lines: Iterable<CreditLine>): void {
  const shown: Record<string, string | number>[] = [];
  let more = 0;
  for (const { conversion, touch, channel, position, weight, amount_minor, currency, kind } of lines) {
    if (shown.length === SHOWN_MAX) more += 1;
    else {
      const amount = currency === null ? '' : `${major(amount_minor, currency)} ${currency}`;
      shown.push({ conversion, touch: touch ?? '', channel, position: position ?? '', weight: weight.toFixed(4), amount, kind });
    }
  }
  print('');
  printTable(shown);
  if (more > 0) print(`and ${more} more: --json has them`);
}

function major(amount_minor: number, currency: string): string {
  const digits = currencyExponent(currency);
  return (amount_minor / 10 ** digits).toFixed(digits);
}
