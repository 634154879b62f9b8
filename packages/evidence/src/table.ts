import type { Table } from '@touchline/incrementality';

/** Columns as the estimators read them from a file; a number's text is the number, exactly. */
export function tableOf(columns: Readonly<Record<string, readonly (string | number)[]>>): Table {
  const texts = Object.entries(columns).map(([name, values]) => [name, values.map(String)] as const);
  const rows = texts[0]?.[1].length ?? 0;
  return { columns: new Map(texts), lines: Array.from({ length: rows }, (_, row) => row + 2) };
}
