import type { Random } from '../random.js';

/** Columns of a file, as an analyst would have it. */
export type Columns = Readonly<Record<string, readonly (string | number)[]>>;

/** The arms of units in an order that a lottery made: all orders are equally likely (Fisher and Yates). */
export function dealt<T>(labels: readonly T[], random: Random): T[] {
  const left = [...labels];
  return labels.flatMap(() => left.splice(random.integer(0, left.length - 1), 1));
}

/** So many of the units are switched on: half, the odd one off. */
export function halves(units: number): number[] {
  return Array.from({ length: units }, (_, place) => (place < Math.floor(units / 2) ? 1 : 0));
}

/** A row's values under their columns' names, for every row. */
export function columnsOf(rows: readonly Readonly<Record<string, string | number>>[]): Columns {
  const names = Object.keys(rows[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? '')]));
}
