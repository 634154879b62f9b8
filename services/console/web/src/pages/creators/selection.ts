import type { CreatorRow } from '../../../../src/answers.js';
import type { CreatorColumn } from './columns.js';

export interface Selection {
  readonly platform: string;
  readonly search: string;
  readonly sort: string;
  readonly descending: boolean;
}

export const SORT_DEFAULT = 'revenue';

/** What the address says is shown, and in which order. */
export function selectionOf(query: URLSearchParams): Selection {
  const sort = query.get('sort') ?? SORT_DEFAULT;
  return { platform: query.get('platform') ?? '', search: query.get('q') ?? '', sort, descending: query.get('dir') !== 'up' };
}

/** The rows that are shown, in order; equal ones by name. */
export function select(rows: readonly CreatorRow[], columns: readonly CreatorColumn[], selection: Selection): CreatorRow[] {
  const wanted = selection.search.trim().toLowerCase();
  const kept = rows.filter(
    (row) =>
      (selection.platform === '' || row.platform === selection.platform) &&
      (wanted === '' || row.name.toLowerCase().includes(wanted) || row.handle.toLowerCase().includes(wanted)),
  );
  const by = columns.find((column) => column.key === selection.sort)?.sortBy;
  const sign = selection.descending ? -1 : 1;
  return kept.sort((a, b) => (by === undefined ? 0 : sign * compare(by(a), by(b))) || compare(a.name, b.name));
}

function compare(one: number | string, other: number | string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
