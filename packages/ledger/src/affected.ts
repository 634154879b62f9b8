import type { Warehouse } from '@touchline/warehouse';
import { PARAMETER_VALUES_MAX, parametersOf } from './batches.js';
import type { News } from './news.js';
import { SQL } from './sql.js';
import { offsetParameters, type Watermark } from './watermark.js';

/** Above this many persons all of them are looked at in one pass. */
const PERSONS_MAX = 20_000;

/** Persons whose orders may be credited otherwise than they are; undefined: everybody. */
export type Affected = readonly string[] | undefined;

/** Whoever the news touches; undefined: too many to say. */
export async function touchedPersons(warehouse: Warehouse, workspace_id: string, { news, since }: { news: News; since: Watermark }): Promise<Affected> {
  if (news.changed_links.length > PARAMETER_VALUES_MAX || news.changed_codes.length > PARAMETER_VALUES_MAX) return undefined;
  const parameters = { workspace_id, links: news.changed_links, codes: news.changed_codes, limit: PERSONS_MAX + 1, ...offsetParameters(since) };
  const touched = await warehouse.query<{ person: string }>(SQL.touched_persons, parameters);
  return few(touched.map(({ person }) => person));
}

/** Whoever the news touches, and whoever was joined or parted. */
export function withMoved(touched: Affected, moved: ReadonlySet<string>): Affected {
  return touched === undefined ? undefined : few([...new Set([...moved, ...touched])]);
}

function few(persons: readonly string[]): Affected {
  return persons.length > PERSONS_MAX ? undefined : persons;
}

/** Some persons' orders, in portions one query each can take. */
export interface Portion {
  readonly persons: Affected;
  readonly orders: number;
  readonly first_ms: number;
  readonly last_ms: number;
}

interface BoundsRow {
  readonly orders: number | string;
  readonly first_ms: number | string;
  readonly last_ms: number | string;
}

/** How many orders there are and the instants between which they were placed: of some persons, or of everybody. undefined where there are none. */
export async function orderBounds(
  warehouse: Warehouse,
  workspace_id: string,
  persons?: Affected,
): Promise<Pick<Portion, 'orders' | 'first_ms' | 'last_ms'> | undefined> {
  const [bounds] = await warehouse.query<BoundsRow>(SQL.order_bounds, { workspace_id, all: persons === undefined, persons: persons ?? [] });
  if (bounds === undefined || Number(bounds.orders) === 0) return undefined;
  return { orders: Number(bounds.orders), first_ms: Number(bounds.first_ms), last_ms: Number(bounds.last_ms) };
}

/** Portions of the affected persons that have orders at all, with the instants between which these were placed. */
export async function* portionsOf(warehouse: Warehouse, workspace_id: string, affected: Affected): AsyncGenerator<Portion> {
  const portions: Affected[] = affected === undefined ? [undefined] : parametersOf(affected);
  for (const persons of portions) {
    const bounds = await orderBounds(warehouse, workspace_id, persons);
    if (bounds !== undefined) yield { persons, ...bounds };
  }
}
