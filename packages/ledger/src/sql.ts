import { readFileSync } from 'node:fs';

/** Which file comes in where a statement leaves it open. */
type Choice = Readonly<Partial<Record<'clicks' | 'ordered' | 'taken', string>>>;

const EVERYBODY: Choice = { clicks: 'clicks_by_time', ordered: 'all_orders', taken: 'taken_at_once' };
const SOME: Choice = { ...EVERYBODY, clicks: 'clicks_by_person', ordered: 'some_orders' };
const IN_ORDER: Choice = { ...EVERYBODY, taken: 'taken_in_order' };

/**
 * Statements stand in the package's folder `sql`, beside `dist` and `src` alike. Where one says `/* name *\/` at the start of a line, the file of that name
 * beside it comes in.
 */
function statement(path: string, choice: Choice = {}): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const text = readFileSync(new URL(`../sql/${path}.sql`, import.meta.url), 'utf8');
  return text.replaceAll(/^\/\* ([a-z_]+) \*\//gm, (_, part: string) => statement(folder + (choice[part as keyof Choice] ?? part), choice).trimEnd());
}

/** A statement over many orders at once. */
function bulk(name: string, choice = EVERYBODY): string {
  return statement(`bulk/${name}`, choice);
}

export const SQL = {
  watermark: statement('watermark'),
  last_run: statement('last_run'),
  workspace: statement('workspace'),
  news: statement('news'),
  late_clicks: statement('late_clicks'),
  directory_news: statement('directory_news'),
  edges: statement('edges'),
  members: statement('members'),
  members_alone: statement('members_alone'),
  members_unfinished: statement('members_unfinished'),
  clicks_by_person: statement('clicks_by_person'),
  clicks_by_person_mark: statement('clicks_by_person_mark'),
  touched_persons: statement('touched_persons'),
  order_bounds: statement('order_bounds'),
  person_facts: statement('person_facts'),
  links: statement('links'),
  codes: statement('codes'),
  history: statement('history'),
  fits: statement('fits'),
  time_zone: statement('time_zone'),
  intervals: statement('intervals'),
  intervals_known: statement('intervals_known'),
  balance: statement('balance'),
  balance_bounds: statement('balance_bounds'),
  orphans: statement('orphans'),
  digest: statement('digest'),
  credit: statement('credit'),
  order: statement('order'),
  click_labels: statement('click_labels'),
  late_touches: statement('late_touches'),
} as const;

/** What a run inside the warehouse does, in the order it does it. */
export const BULK = {
  leftovers: bulk('leftovers'),
  members: bulk('members'),
  some_members: bulk('some_members'),
  size: bulk('size'),
  currencies: bulk('currencies'),
  clicks_between: bulk('clicks_between'),
  some_clicks: bulk('some_clicks'),
  orders: bulk('orders'),
  some_orders: bulk('orders', SOME),
  odd_persons: bulk('odd_persons'),
  some_odd_persons: bulk('odd_persons', SOME),
  targets: bulk('targets'),
  lines: bulk('lines'),
  some_lines: bulk('lines', SOME),
  first_lines: bulk('lines', IN_ORDER),
  orders_by_bucket: bulk('orders_by_bucket'),
  refunds: bulk('refunds'),
  standing: bulk('standing'),
  changes: bulk('changes'),
  appended: bulk('appended'),
  append: bulk('append'),
  odd: bulk('odd'),
  written: bulk('written'),
  chain: bulk('chain'),
  people: bulk('people'),
  null_chain: bulk('null_chain'),
  chain_counts: bulk('chain_counts'),
} as const;
