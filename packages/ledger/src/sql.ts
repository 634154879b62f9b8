import { readFileSync } from 'node:fs';

/** Statements stand in the package's folder `sql`, beside `dist` and `src` alike. */
function statement(name: string): string {
  return readFileSync(new URL(`../sql/${name}.sql`, import.meta.url), 'utf8');
}

export const SQL = {
  watermark: statement('watermark'),
  last_run: statement('last_run'),
  workspace: statement('workspace'),
  news: statement('news'),
  directory_news: statement('directory_news'),
  edges: statement('edges'),
  members: statement('members'),
  members_unfinished: statement('members_unfinished'),
  touched_persons: statement('touched_persons'),
  order_bounds: statement('order_bounds'),
  person_facts: statement('person_facts'),
  links: statement('links'),
  codes: statement('codes'),
  history: statement('history'),
  balance: statement('balance'),
  orphans: statement('orphans'),
  digest: statement('digest'),
  order: statement('order'),
  click_labels: statement('click_labels'),
} as const;
