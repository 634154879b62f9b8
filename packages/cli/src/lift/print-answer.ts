import { print, printTable } from '../output.js';

const DIGITS = 6;

/** Any answer as a table for people: plain values one a line, lists of rows as tables, guards and notes last. */
export function printAnswer(answer: object): void {
  const { guards, notes, ...rest } = answer as Readonly<Record<string, unknown>>;
  const tables: [string, readonly unknown[]][] = [];
  const rows: { what: string; value: string }[] = [];
  for (const [key, value] of Object.entries(rest)) {
    if (Array.isArray(value) && value.some(isRecord)) tables.push([key, value]);
    else rows.push(...lines(key, value));
  }
  printTable(rows);
  for (const [title, table] of tables) section(title, table);
  if (Array.isArray(guards) && guards.length > 0) section('guards', guards);
  if (Array.isArray(notes)) for (const note of notes) print(`\n${String(note)}`);
}

function section(title: string, table: readonly unknown[]): void {
  print(`\n${words(title)}`);
  printTable(table.filter(isRecord).map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [words(name), text(value)]))));
}

function lines(key: string, value: unknown): { what: string; value: string }[] {
  if (!isRecord(value)) return [{ what: words(key), value: text(value) }];
  return Object.entries(value).flatMap(([name, inner]) => lines(`${key}: ${name}`, inner));
}

function text(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS)));
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.map(text).join(' … ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function words(key: string): string {
  return key.replaceAll('_', ' ');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
