import type { Warehouse } from '@touchline/warehouse';

let number = 0;

/** Ids in the order they are made, so that a failing test says the same every time. */
export function id(): string {
  number += 1;
  return `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

const NOBODY = { visitor_id: '', customer_id: '', email_sha256: '', ip_prefix: '', raw: '' };

function fact(type: string, workspace_id: string, at: string) {
  number += 1;
  return {
    type,
    version: 1,
    event_id: id(),
    workspace_id,
    occurred_at: at,
    received_at: at,
    source: 'test',
    key: '',
    person: NOBODY,
    _topic: 'test',
    _partition: 0,
    _offset: number,
  };
}

export const RUN = id();
const KNOWN_AT = '2026-12-01 00:00:00.000';

interface ClickTold {
  readonly visitor?: string;
  readonly kind?: string;
  /** The redirect holdout it was part of. */
  readonly trial?: { readonly experiment_id: string; readonly arm: string } | object;
}

/** Rows as the ingestor and the aggregator would leave them, one small sentence each. */
export class Seed {
  readonly #rows = new Map<string, object[]>();
  readonly #workspace: string;

  constructor(workspace: string) {
    this.#workspace = workspace;
  }

  #add(table: string, row: object): void {
    this.#rows.set(table, [...(this.#rows.get(table) ?? []), row]);
  }

  entity(kind: string, entityId: string, entity: object, archived = false): this {
    const type = archived ? 'directory_archived' : 'directory_upserted';
    const payload = JSON.stringify(archived ? { kind, id: entityId } : { kind, id: entityId, entity });
    this.#add('directory_facts', { ...fact(type, this.#workspace, '2026-01-01 00:00:00.000'), payload });
    return this;
  }

  workspace(changes: object = {}): this {
    const windows = { click_window_ms: 2_592_000_000, code_window_ms: 2_592_000_000, half_life_ms: 604_800_000 };
    const entity = { name: this.#workspace, currency: 'EUR', time_zone: 'Europe/Berlin', simulated: false, ...windows, ...changes };
    return this.entity('workspace', this.#workspace, entity);
  }

  /** A post of a creator, with a link of its own. */
  post(postId: string, creator_id: string, platform?: string): this {
    this.entity('post', postId, { name: `Post ${postId}`, creator_id, ...(platform === undefined ? {} : { platform }) });
    return this.entity('link', `link-${postId}`, { slug: `link-${postId}`, destination: 'https://example.com/', creator_id, post_id: postId });
  }

  cpm(platform: string, cpm_minor: number): this {
    return this.entity('platform_cpm', platform, { platform, cpm_minor });
  }

  /** What a post had come to at an instant. */
  metrics(post_id: string, at: string, counts: object): this {
    this.#add('post_metric_facts', { ...fact('post_metrics_recorded', this.#workspace, at), payload: { post_id, revision: 0, ...counts } });
    return this;
  }

  creator(creatorId: string, platform = 'instagram'): this {
    this.entity('creator', creatorId, { name: `Name of ${creatorId}`, handle: creatorId, platform, followers: 1000 });
    return this.entity('link', `link-${creatorId}`, { slug: `link-${creatorId}`, destination: 'https://example.com/', creator_id: creatorId, platform });
  }

  click(creatorId: string, at: string, { visitor = '', kind = 'human', trial = {} }: ClickTold = {}): string {
    const payload = {
      link_id: `link-${creatorId}`,
      slug: `link-${creatorId}`,
      host: 'localhost',
      destination: 'https://example.com/',
      class: kind,
      class_rule: 'test',
      class_rules_version: 1,
      simulated: false,
      private: visitor === '',
      ...trial,
    };
    const row = { ...fact('click', this.#workspace, at), person: { ...NOBODY, visitor_id: visitor }, payload };
    this.#add('click_facts', row);
    return row.event_id;
  }

  order(
    orderId: string,
    at: string,
    { visitor = '', ...order }: { amount_minor: number; currency?: string; new_customer?: boolean; click_id?: string; visitor?: string },
  ): string {
    const payload = {
      order_id: orderId,
      currency: 'EUR',
      fx_rate: '',
      click_id: '',
      codes: [],
      items: [],
      country: '',
      region: '',
      new_customer: null,
      ...order,
    };
    const row = { ...fact('order_placed', this.#workspace, at), person: { ...NOBODY, visitor_id: visitor }, payload };
    this.#add('order_facts', row);
    return row.event_id;
  }

  refund(orderId: string, at: string, back: { delta_minor: number; currency?: string }): this {
    const payload = { order_id: orderId, refund_id: `refund-${orderId}-${at}`, currency: 'EUR', reason: 'returned', ...back };
    this.#add('refund_facts', { ...fact('order_refunded', this.#workspace, at), payload });
    return this;
  }

  /** An experiment's newest result and the factor that follows from it. */
  factor(
    experiment_id: string,
    model: string,
    made: { creator_ids?: readonly string[]; factor: number; interval: readonly [number, number]; measured_at: string },
  ): this {
    this.entity('experiment', experiment_id, { name: `Test ${experiment_id}`, design: 'user_holdout', state: 'draft' });
    const { creator_ids = [], factor, interval, measured_at } = made;
    const run_id = id();
    const head = { workspace_id: this.#workspace, experiment_id, run_id, grade: 'A' };
    const figures = { incremental: factor, attributed: 1, factor, factor_low: interval[0], factor_high: interval[1], measured_at };
    this.#add('calibrations', { ...head, ...figures, model, basis: 'revenue_minor', link_ids: [], creator_ids, campaign_ids: [] });
    this.#add('lift_results', { ...head, as_of: measured_at, formula_version: 1, withheld: [], result: '', inputs: '' });
    return this;
  }

  cost(creatorId: string, from: string, to: string, cost: { amount_minor: number; currency?: string; fx_rate?: string; post_id?: string }): this {
    const payload = {
      cost_id: id(),
      creator_id: creatorId,
      campaign_id: '',
      post_id: '',
      kind: 'fee',
      currency: 'EUR',
      fx_rate: '',
      period_from: from,
      period_to: to,
      ...cost,
    };
    this.#add('cost_facts', { ...fact('cost_recorded', this.#workspace, `${from} 12:00:00.000`), payload });
    return this;
  }

  /** What a market reports of a day. */
  market(geo_id: string, day: string, metric: string, value: number): this {
    const payload = { geo_id, day, metric, value, currency: '', revision: 1 };
    this.#add('geo_outcome_facts', { ...fact('geo_outcome_reported', this.#workspace, `${day} 12:00:00.000`), payload });
    return this;
  }

  /** Whom an identifier belongs to. */
  member(identifier: string, person_id: string): this {
    this.#add('person_members', { workspace_id: this.#workspace, identifier, person_id, suspicious: false, run_id: RUN, knowledge_time: KNOWN_AT });
    return this;
  }

  /** One ledger line; a creator of '' is nobody. */
  credit(
    model: string,
    conversion: { id: string; order: string; at: string },
    creatorId: string,
    line: { weight: number; amount_minor: number; kind?: string; touch?: { touch_id: string; touch_position: number } },
  ): this {
    const touch_id = creatorId === '' ? '(unattributed)' : `touch-${creatorId}`;
    this.#add('ledger_lines', {
      workspace_id: this.#workspace,
      run_id: RUN,
      model,
      model_version: 1,
      conversion_id: conversion.id,
      order_id: conversion.order,
      touch_id,
      touch_position: 0,
      ...line.touch,
      creator_id: creatorId,
      campaign_id: '',
      post_id: '',
      link_id: creatorId === '' ? '' : `link-${creatorId}`,
      platform: '',
      weight: line.weight,
      amount_minor: line.amount_minor,
      currency: 'EUR',
      amount_workspace_minor: line.amount_minor,
      workspace_currency: 'EUR',
      kind: line.kind ?? 'credit',
      event_time: conversion.at,
      knowledge_time: KNOWN_AT,
    });
    return this;
  }

  /** Facts alone, for a run to credit. @returns the offset after the last of all so far */
  async arrive(warehouse: Warehouse): Promise<number> {
    for (const [table, rows] of this.#rows) await warehouse.insertRows(table, rows);
    return number + 1;
  }

  async plant(warehouse: Warehouse): Promise<void> {
    this.#add('attribution_runs', {
      workspace_id: this.#workspace,
      run_id: RUN,
      knowledge_time: KNOWN_AT,
      watermark: {},
      policy: '',
      conversions: 0,
      lines_written: 0,
    });
    for (const [table, rows] of this.#rows) await warehouse.insertRows(table, rows);
  }
}
