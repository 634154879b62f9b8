import type { Directory } from '@touchline/directory';
import type { Entities } from '@touchline/events';
import type { Warehouse } from '@touchline/warehouse';
import { Market } from './market.js';

const DAY_MS = 86_400_000;
const RAN_DAYS = 10;
const PLANNED_DAYS = 28;

interface Trial {
  readonly id: string;
  readonly name: string;
  readonly link: string;
  readonly arms: readonly { readonly arm: string; readonly visitors: number; readonly buyers: number }[];
}

/** One that works, and one whose split is not the one that was written down. */
export const TRIALS = {
  works: {
    id: 'works',
    name: 'Offer page',
    link: 'c0',
    arms: [
      { arm: 'control', visitors: 500, buyers: 25 },
      { arm: 'treated', visitors: 500, buyers: 75 },
    ],
  },
  skewed: {
    id: 'skewed',
    name: 'Skewed split',
    link: 'c1',
    arms: [
      { arm: 'control', visitors: 250, buyers: 25 },
      { arm: 'treated', visitors: 500, buyers: 75 },
    ],
  },
} as const satisfies Readonly<Record<string, Trial>>;

function draftOf({ name, link }: Trial, started_ms: number): Entities['experiment'] {
  return {
    ...{ name, design: 'redirect_holdout', assignment: 'hash', unit: 'visitor', control_arm: 'control', scale: 'absolute', method: 'sequential' },
    ...{ metric: { kind: 'conversion_rate' }, n_star: 1_000, alpha: 0.05, salt: 'salt of this test', conversion_window_ms: 7 * DAY_MS, state: 'draft' },
    scope: { link_ids: [link], creator_ids: [], campaign_ids: [], geos: [] },
    arms: [
      { name: 'control', weight: 1 },
      { name: 'treated', weight: 1 },
    ],
    guards: ['sample_ratio', 'arms_apart', 'minimum_units', 'minimum_conversions', 'full_weeks', 'alone_on_scope'],
    planned_end: new Date(started_ms + PLANNED_DAYS * DAY_MS).toISOString(),
  };
}

/** Two experiments that have run for ten days: in the directory as they were written, in the warehouse with what came of them. */
export async function plantTrials(directory: Directory, warehouse: Warehouse, now_ms: number): Promise<void> {
  const started_ms = now_ms - RAN_DAYS * DAY_MS;
  const windows = { click_window_ms: 30 * DAY_MS, code_window_ms: 30 * DAY_MS, half_life_ms: 7 * DAY_MS };
  await directory.upsert('market', 'workspace', 'market', { name: 'Lumen Skin', currency: 'EUR', time_zone: 'Europe/Berlin', simulated: true, ...windows });
  await directory.upsert('market', 'creator', 'cr0', { name: 'Maya Okafor' });
  const market = new Market('market', 'trials');
  for (const trial of Object.values(TRIALS)) {
    await directory.upsert('market', 'link', trial.link, { slug: trial.link, destination: 'https://shop.example/', creator_id: 'cr0' });
    const draft = draftOf(trial, started_ms);
    const running: Entities['experiment'] = { ...draft, state: 'running', started_at: new Date(started_ms).toISOString() };
    await directory.upsert('market', 'experiment', trial.id, draft);
    await directory.upsert('market', 'experiment', trial.id, running);
    market.entity('experiment', trial.id, running);
    for (const arm of trial.arms) visit(market, { trial, arm, started_ms });
  }
  await market.plant(warehouse, now_ms);
}

interface Visits {
  readonly trial: Trial;
  readonly arm: Trial['arms'][number];
  readonly started_ms: number;
}

/** One click each, spread over the days in an order that mixes buyers with the others. */
function visit(market: Market, { trial, arm: { arm, visitors, buyers }, started_ms }: Visits): void {
  for (let place = 0; place < visitors; place += 1) {
    const visitor = `${trial.id}-${arm}-${place}`;
    const at_ms = started_ms + (((place * 7_919) % visitors) * (RAN_DAYS - 0.5) * DAY_MS) / visitors;
    const click_id = market.click(visitor, Number(trial.link.slice(1)), { at_ms, visitor, trial: { experiment_id: trial.id, arm } });
    if (place < buyers) market.order(`T-${visitor}`, { at_ms: at_ms + 60_000, amount_minor: 4_000, click_id, new_customer: false });
  }
}
