import { UNATTRIBUTED } from '@touchline/attribution';
import { print, printTable } from '../output.js';
import type { ChannelFigures, PathReport } from './attribute.js';

/** Transitions and warnings people are shown; `--json` has all of them. */
const SHOWN_MAX = 50;

/** The report as tables; figures are rounded here and nowhere else. */
export function printReport(report: PathReport): void {
  const order = report.order === undefined ? '' : ` of order ${report.order}`;
  print(`${report.model}${order}, paths ${report.transform}: ${report.rows} rows, ${report.conversions} conversions, ${report.nulls} journeys without one`);
  if (report.p_conversion !== undefined) print(`P(conversion) ${report.p_conversion.toFixed(6)}`);
  print('');
  const rows = report.channels.map(rowOf);
  rows.push(rowOf({ channel: UNATTRIBUTED, ...report.unattributed, standard_error: null, interval: null }));
  rows.push(rowOf({ channel: 'all', conversions: report.conversions, value: report.value, standard_error: null, interval: null }));
  printTable(aligned(rows));
  const { transitions = [], warnings } = report;
  printSome(transitions.map(({ from, to, probability }) => ({ from, to, probability: probability.toFixed(6) })));
  printSome(
    warnings.map(({ line = '', code, message }) => ({ line, code, message })),
    report.warnings_omitted,
  );
}

function rowOf({ channel, conversions, value, removal_effect, standard_error, interval }: ChannelFigures): Record<string, string> {
  return {
    channel,
    conversions: conversions.toFixed(2),
    value: value.toFixed(2),
    'removal effect': removal_effect === undefined ? '' : removal_effect.toFixed(4),
    'standard error': standard_error === null ? '' : standard_error.toFixed(2),
    '95 %': interval === null ? '' : `${interval[0].toFixed(2)} … ${interval[1].toFixed(2)}`,
  };
}

/** Figures line up at their right end; a column that says nothing is left out. */
function aligned(rows: readonly Record<string, string>[]): Record<string, string>[] {
  const names = Object.keys(rows[0] ?? {}).filter((name) => rows.some((row) => row[name] !== ''));
  const widths = new Map(names.map((name) => [name, Math.max(name.length, ...rows.map((row) => row[name]?.length ?? 0))]));
  return rows.map((row) =>
    Object.fromEntries(names.map((name) => [name, name === 'channel' ? (row[name] ?? '') : (row[name] ?? '').padStart(widths.get(name) ?? 0)])),
  );
}

function printSome(rows: readonly Record<string, string | number>[], omitted = 0): void {
  if (rows.length === 0) return;
  print('');
  printTable(rows.slice(0, SHOWN_MAX));
  const more = Math.max(0, rows.length - SHOWN_MAX) + omitted;
  if (more > 0) print(`and ${more} more`);
}
