import { readFileSync } from 'node:fs';

/** Statements stand in the package's folder `sql`, beside `dist` and `src` alike. */
function statement(name: string): string {
  return readFileSync(new URL(`../sql/${name}.sql`, import.meta.url), 'utf8');
}

/** A statement over many orders at once, put together: where it says `/* name *\/` alone in a line, the parts of that file come in. */
function bulk(name: string): string {
  return statement(`bulk/${name}`).replaceAll(/^\/\* ([a-z_]+) \*\//gm, (_, part: string) => statement(`bulk/${part}`).trimEnd());
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
  members_unfinished: statement('members_unfinished'),
  visitor_clicks: statement('visitor_clicks'),
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
  clicks: bulk('clicks'),
  some_clicks: bulk('some_clicks'),
  orders: bulk('orders'),
  odd_persons: bulk('odd_persons'),
  targets: bulk('targets'),
  lines: bulk('lines'),
  refunded: bulk('refunded'),
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
