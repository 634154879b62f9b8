import { readFileSync } from 'node:fs';
import { prepareAnalysis, preparePlan, type Table } from '../../src/index.js';

/** A fixture as the command line reads it: quotes are not needed by any of them. */
export function tableOf(text: string): Table {
  const [header = '', ...rows] = text.trim().split('\n');
  const cells = rows.map((row) => row.split(','));
  const columns = new Map(header.split(',').map((name, place) => [name, cells.map((row) => row[place] ?? '')]));
  return { columns, lines: rows.map((_, row) => row + 2) };
}

export function fixture(name: string): Table {
  return tableOf(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8'));
}

/** Any answer, its keys unknown. */
export type Answer = Readonly<Record<string, unknown>>;

/** Runs a spec on the fixture it names. */
export function analysed(spec: Answer): Answer {
  const { run, wants } = prepareAnalysis(spec);
  return { ...run(wants === undefined ? undefined : fixture(wants.file)) };
}

/** Runs a spec on rows given as text. */
export function analysedOn(csv: string, spec: Answer): Answer {
  return { ...prepareAnalysis({ csv: 'rows.csv', ...spec }).run(tableOf(csv)) };
}

export function plannedOn(csv: string, spec: Answer): Answer {
  return { ...preparePlan({ csv: 'rows.csv', ...spec }).run(tableOf(csv)) };
}

/** The value at a dotted path; a step may itself hold a dot when it is the last. */
export function at(answer: unknown, path: string): unknown {
  return path.split('/').reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), answer);
}
