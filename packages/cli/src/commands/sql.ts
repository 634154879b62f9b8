import { text } from 'node:stream/consumers';
import { loadConfig, TouchlineError } from '@touchline/runtime';
import { askWritten, type SqlAnswer, sqlViews } from '@touchline/warehouse';
import type { Command } from 'commander';
import { print, printJson, printTable } from '../output.js';

interface Options {
  readonly workspace: string;
  readonly allWorkspaces?: boolean;
  readonly views?: boolean;
  readonly json?: boolean;
  readonly csv?: boolean;
}

const STANDARD_INPUT = '-';
const NEEDS_QUOTES = /[",\r\n]/;

export function sqlCommand(command: Command): void {
  command
    .option('--workspace <id>', 'the views show this workspace alone', 'default')
    .option('--all-workspaces', 'the views show every workspace')
    .option('--views', 'the views and their columns instead')
    .option('--json', 'one JSON document')
    .option('--csv', 'comma-separated, with a line of names first')
    .action(async (statement: string | undefined, options: Options) => {
      if (options.views) {
        const views = await sqlViews(loadConfig());
        if (options.json) printJson(views);
        else printTable(views.map((view) => ({ ...view })));
        return;
      }
      if (statement === undefined) throw new TouchlineError('TL_USAGE', 'There is no statement to ask.');
      const sql = statement === STANDARD_INPUT ? await text(process.stdin) : statement;
      show(await askWritten(loadConfig(), sql, options.allWorkspaces ? undefined : options.workspace), options);
    });
}

function show({ columns, rows }: SqlAnswer, { json, csv }: Options): void {
  const records = rows.map((row) => Object.fromEntries(columns.map(({ name }, column) => [name, row[column]])));
  if (json) printJson(records);
  else if (csv) for (const line of [columns.map(({ name }) => name), ...rows]) print(line.map(quoted).join(','));
  else printTable(records.map((record) => Object.fromEntries(Object.entries(record).map(([name, value]) => [name, cell(value)]))));
}

function cell(value: unknown): string | number {
  if (typeof value === 'number') return value;
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function quoted(value: unknown): string {
  const plain = String(cell(value));
  return NEEDS_QUOTES.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
