import { naturalEventId } from '@touchline/events';
import { runAttribution } from '@touchline/ledger';
import type { Warehouse } from '@touchline/warehouse';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAYS = 64;
const CLICKS_A_DAY = 60;
const ORDER_OF_CLICKS = 9;
const NAMES =
  'Maya Okafor,Jonas Berg,Aylin Demir,Theo Laurent,Lena Novak,Noor Haddad,Emil Falk,Carla Rossi,Yuki Tanaka,Bruno Silva,Ines Moreau,Hugo Weiss'.split(',');
const PLATFORMS = ['instagram', 'tiktok', 'youtube'];
/** YouTube has none. */
const CPMS = [
  ['instagram', 900],
  ['tiktok', 500],
] as const;
const NOBODY = { visitor_id: '', customer_id: '', email_sha256: '', ip_prefix: '', raw: '' };

/** The order whose page is looked at closely; its figures are made by hand. */
export const EXPLAINED = { id: 'SHOP-1001', amount_minor: 12_000, refund_minor: -2_000 };

interface Told {
  readonly at_ms: number;
  readonly visitor?: string;
  readonly customer?: string;
  readonly payload: object | string;
}

interface Assigned {
  readonly unit: 'customer' | 'geo' | 'creator' | 'week';
  readonly unit_id: string;
  readonly arm: string;
  readonly assignment: 'lottery' | 'chosen' | 'observed';
  readonly at_ms: number;
  readonly stratum?: string;
}

interface Reported {
  readonly geo_id: string;
  readonly day: string;
  readonly metric: string;
  readonly value: number;
  readonly currency?: string;
}

interface ClickTold {
  readonly at_ms: number;
  readonly visitor: string;
  readonly kind?: string;
  /** The redirect holdout it was part of. */
  readonly trial?: { readonly experiment_id: string; readonly arm: string };
}

/** A small simulated brand, the same every time but for the day it ends on, and an empty one beside it. */
export class Market {
  readonly #rows = new Map<string, object[]>();
  readonly #offsets = new Map<string, number>();
  readonly #workspace: string;
  readonly #part: string;
  #seed = 7;

  /** @param part of its log: offsets of one part say nothing of another's */
  constructor(workspace: string, part = '') {
    this.#workspace = workspace;
    this.#part = part;
  }

  /** Uniform in [0, 1): Numerical Recipes' linear congruential generator. */
  #chance(): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#seed / 2 ** 32;
  }

  #pick(below: number): number {
    return Math.floor(this.#chance() * below);
  }

  #add(table: string, [kind, type, id]: readonly [kind: string, type: string, id: string], told: Told): string {
    const topic = kind + this.#part;
    const offset = this.#offsets.get(topic) ?? 0;
    this.#offsets.set(topic, offset + 1);
    const at = new Date(told.at_ms).toISOString();
    const event_id = naturalEventId([this.#workspace, type, id]);
    const person = { ...NOBODY, visitor_id: told.visitor ?? '', customer_id: told.customer ?? '' };
    const head = { type, version: 1, event_id, workspace_id: this.#workspace, occurred_at: at, received_at: at, source: 'test', key: 'k' };
    const row = { ...head, person, payload: told.payload, _topic: topic, _partition: 0, _offset: offset };
    this.#rows.set(table, [...(this.#rows.get(table) ?? []), row]);
    return event_id;
  }

  entity(kind: string, id: string, entity: object): void {
    this.#add('directory_facts', ['directory', 'directory_upserted', `${kind}/${id}`], {
      at_ms: Date.UTC(2025, 0, 1),
      payload: JSON.stringify({ kind, id, entity }),
    });
  }

  /** A unit has its arm of an experiment. */
  assigned(experiment_id: string, told: Assigned): void {
    const { unit, unit_id, arm, assignment, at_ms, stratum = '' } = told;
    const person = unit === 'customer' ? { customer: unit_id } : {};
    const payload = { experiment_id, arm, unit, unit_id: unit === 'customer' ? '' : unit_id, assignment, stratum };
    this.#add('assignment_facts', ['exposures', 'experiment_assigned', `${experiment_id}/${unit_id}/${arm}`], { at_ms, ...person, payload });
  }

  /** What a market reports of a day, the day after. */
  reported({ geo_id, day, metric, value, currency = '' }: Reported): void {
    const payload = { geo_id, day, metric, value, currency, revision: 0 };
    this.#add('geo_outcome_facts', ['facts', 'geo_outcome', `${geo_id}/${day}/${metric}`], { at_ms: Date.parse(`${day}T00:00:00Z`) + DAY_MS, payload });
  }

  workspace(name: string, simulated: boolean): void {
    const windows = { click_window_ms: 30 * DAY_MS, code_window_ms: 30 * DAY_MS, half_life_ms: 7 * DAY_MS };
    this.entity('workspace', this.#workspace, { name, currency: 'EUR', time_zone: 'Europe/Berlin', simulated, ...windows });
  }

  click(id: string, creator: number, told: ClickTold): string {
    const slug = `c${creator}`;
    const kind = { class: told.kind ?? 'human', class_rule: 'test', class_rules_version: 1 };
    const payload = { link_id: slug, slug, host: 'go.example', destination: 'https://shop.example/', ...kind, private: false, simulated: true, ...told.trial };
    return this.#add('click_facts', ['clicks', 'click', id], { at_ms: told.at_ms, visitor: told.visitor, payload });
  }

  order(
    order_id: string,
    told: {
      readonly at_ms: number;
      readonly amount_minor: number;
      readonly click_id?: string;
      readonly codes?: readonly string[];
      readonly new_customer: boolean;
      readonly customer?: string;
    },
  ): void {
    const { at_ms, amount_minor, click_id = '', codes = [], new_customer, customer = '' } = told;
    const payload = { order_id, amount_minor, currency: 'EUR', fx_rate: '', click_id, codes, items: [], country: 'DE', region: '', new_customer };
    this.#add('order_facts', ['conversions', 'order_placed', order_id], { at_ms, customer, payload });
  }

  refund(order_id: string, at_ms: number, delta_minor: number): void {
    const payload = { order_id, refund_id: `R-${order_id}`, delta_minor, currency: 'EUR', reason: 'damaged' };
    this.#add('refund_facts', ['conversions', 'order_refunded', order_id], { at_ms, payload });
  }

  /** Creators, their links, what they cost, two months of clicks and what was bought, up to an hour ago. */
  fill(now_ms: number): void {
    for (const [index, name] of NAMES.entries()) {
      const handle = name.toLowerCase().replace(' ', '.');
      const platform = PLATFORMS[index % PLATFORMS.length] ?? '';
      this.entity('creator', `cr${index}`, { name, handle, platform, followers: 8_000 + 7_000 * index });
      this.#post(index, { now_ms, platform, name });
      this.entity('link', `c${index}`, { slug: `c${index}`, destination: 'https://shop.example/', creator_id: `cr${index}`, platform, post_id: `po${index}` });
      if (index % 3 === 0) this.entity('code', `code${index}`, { code: `${handle.slice(0, 4).toUpperCase()}10`, creator_id: `cr${index}` });
      this.#cost(`cr${index}`, now_ms, 60_000 + 25_000 * this.#pick(8));
    }
    for (const [platform, cpm_minor] of CPMS) this.entity('platform_cpm', platform, { platform, cpm_minor });
    this.#tested('cr0', now_ms);
    for (let day = DAYS; day >= 0; day -= 1) this.#day(now_ms - day * DAY_MS - HOUR_MS, day);
    this.#explained(now_ms);
  }

  /** One post a creator, looked at twice; the last one was never measured. */
  #post(index: number, { now_ms, platform, name }: { readonly now_ms: number; readonly platform: string; readonly name: string }): void {
    const post_id = `po${index}`;
    this.entity('post', post_id, { name: `${name}, spring`, creator_id: `cr${index}`, platform });
    if (index === NAMES.length - 1) return;
    for (const [days, share] of [
      [20, 0.6],
      [5, 1],
    ] as const) {
      const reach = Math.round((3_000 + 2_500 * index) * share);
      const counts = {
        impressions: Math.round(reach * 1.4),
        reach,
        likes: Math.round(reach * 0.045),
        comments: Math.round(reach * 0.003),
        shares: 4,
        saves: 9,
      };
      this.#add('post_metric_facts', ['facts', 'post_metrics_recorded', `${post_id}/${days}`], {
        at_ms: now_ms - days * DAY_MS,
        payload: { post_id, revision: 0, ...counts },
      });
    }
  }

  /** An experiment that ended ten days ago found 42 % of what the first touch credits to be caused. */
  #tested(creator_id: string, now_ms: number): void {
    this.entity('experiment', 'spring-holdout', {
      ...{ name: 'Spring holdout', design: 'user_holdout', assignment: 'hash', unit: 'customer', control_arm: 'control', state: 'draft' },
      ...{ scale: 'absolute', method: 'sequential', metric: { kind: 'conversion_rate' }, n_star: 1_000, alpha: 0.05, guards: [] },
      ...{ salt: 'salt of this market', conversion_window_ms: 7 * DAY_MS, planned_end: new Date(now_ms + DAY_MS).toISOString() },
      scope: { link_ids: [], creator_ids: [creator_id], campaign_ids: [], geos: [] },
      arms: [
        { name: 'control', weight: 1 },
        { name: 'treated', weight: 1 },
      ],
    });
    const run_id = naturalEventId([this.#workspace, 'lift_run', creator_id]);
    const measured_at = new Date(now_ms - 10 * DAY_MS).toISOString();
    const head = { workspace_id: this.#workspace, experiment_id: 'spring-holdout', run_id, grade: 'A' };
    const factor = { incremental: 42, attributed: 100, factor: 0.42, factor_low: 0.3, factor_high: 0.54, measured_at };
    this.#rows.set('calibrations', [
      { ...head, ...factor, model: 'first', basis: 'revenue_minor', link_ids: [], creator_ids: [creator_id], campaign_ids: [], caveat: 'tracked_only' },
    ]);
    this.#rows.set('calibrations_refused', [
      { workspace_id: this.#workspace, experiment_id: 'spring-holdout', run_id, model: 'last', reason: 'nothing_attributed' },
    ]);
    this.#rows.set('lift_results', [{ ...head, as_of: measured_at, formula_version: 1, withheld: [], result: '', inputs: '' }]);
  }

  #cost(creator_id: string, now_ms: number, amount_minor: number): void {
    const date = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    const period = { period_from: date(now_ms - DAYS * DAY_MS), period_to: date(now_ms) };
    const payload = { cost_id: creator_id, creator_id, campaign_id: '', post_id: '', kind: 'fee', amount_minor, currency: 'EUR', fx_rate: '', ...period };
    this.#add('cost_facts', ['facts', 'cost_recorded', creator_id], { at_ms: now_ms - DAYS * DAY_MS, payload });
  }

  #day(until_ms: number, day: number): void {
    const weekly = 0.7 + 0.5 * Math.abs(Math.sin(day / 2.2));
    const visitors = `v${day}-`;
    for (let index = 0; index < CLICKS_A_DAY * weekly; index += 1) {
      // A few creators bring most of the clicks, as everywhere.
      const creator = Math.floor(this.#chance() ** 1.8 * NAMES.length);
      const at_ms = until_ms - this.#pick(20 * HOUR_MS);
      const kind = this.#chance() < 0.12 ? 'bot' : this.#chance() < 0.1 ? 'preview' : 'human';
      const click_id = this.click(`${day}-${index}`, creator, { at_ms, visitor: `${visitors}${index % 40}`, kind });
      if (kind !== 'human' || index % ORDER_OF_CLICKS !== 0) continue;
      const order_id = `SHOP-${day}-${index}`;
      this.order(order_id, { at_ms: at_ms + HOUR_MS / 2, amount_minor: 2_400 + this.#pick(16_000), click_id, new_customer: this.#chance() < 0.6 });
      if (this.#chance() < 0.08) this.refund(order_id, at_ms + HOUR_MS, -1_000);
    }
    for (let index = 0; index < 3 * weekly; index += 1) {
      this.order(`SHOP-${day}-o${index}`, { at_ms: until_ms - this.#pick(20 * HOUR_MS), amount_minor: 1_900 + this.#pick(9_000), new_customer: false });
    }
  }

  /** Four touches that count, of three creators, and four that do not, each for a reason of its own. */
  #explained(now_ms: number): void {
    const at_ms = now_ms - HOUR_MS;
    const visitor = 'someone';
    this.click('e-old', 5, { at_ms: at_ms - 40 * DAY_MS, visitor });
    this.click('e1', 0, { at_ms: at_ms - 9 * DAY_MS, visitor });
    this.click('e-bot', 2, { at_ms: at_ms - 6 * DAY_MS, visitor, kind: 'bot' });
    this.click('e2', 1, { at_ms: at_ms - 5 * DAY_MS, visitor });
    this.click('e2-again', 1, { at_ms: at_ms - 5 * DAY_MS + 60_000, visitor });
    this.click('e3', 2, { at_ms: at_ms - 2 * DAY_MS, visitor });
    const click_id = this.click('e4', 0, { at_ms: at_ms - 2 * HOUR_MS, visitor });
    this.order(EXPLAINED.id, { at_ms, amount_minor: EXPLAINED.amount_minor, click_id, codes: ['MAYA10'], new_customer: true });
    this.click('e-late', 4, { at_ms: at_ms + HOUR_MS / 2, visitor });
    this.refund(EXPLAINED.id, at_ms + HOUR_MS / 2, EXPLAINED.refund_minor);
  }

  /** Stores everything as the ingestor would have, and credits it as the aggregator does. */
  async plant(warehouse: Warehouse, now_ms: number): Promise<void> {
    for (const [table, rows] of this.#rows) await warehouse.insertRows(table, rows);
    const ranges = [...this.#offsets].map(([topic, next]) => ({
      topic,
      partition: 0,
      first_offset: 0,
      last_offset: next - 1,
      state: 'stored',
      records: next,
      rejected: 0,
    }));
    await warehouse.insertRows('ingest_ranges', ranges);
    await runAttribution({ warehouse, workspace_id: this.#workspace, now: new Date(now_ms) });
    this.#rows.clear();
  }
}
