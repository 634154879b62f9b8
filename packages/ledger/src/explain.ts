import {
  type Candidate,
  FITTED_MODELS,
  type FittedLedgerModel,
  ledgerDifference,
  MODELS,
  type Reason,
  type RuleLedgerModel,
  type Standing,
  type Verdict,
} from '@touchline/attribution';
import type { Warehouse } from '@touchline/warehouse';
import { type AsOf, asOfMs } from './as-of.js';
import { batchesOf, instant, PARAMETER_VALUES_MAX } from './batches.js';
import { readFitted } from './fits/current.js';
import { readStanding } from './history.js';
import { Owners } from './owners.js';
import { type PersonFacts, streamPersons } from './person-facts.js';
import { readPolicy } from './policy.js';
import { SQL } from './sql.js';
import { creditOrder } from './wanted.js';

export interface ExplainedTouch {
  readonly touch_id: string;
  readonly kind: 'click' | 'code';
  readonly occurred_at: string;
  /** The short address that was clicked, or the promo code. */
  readonly label: string;
  /** Empty for a code. */
  readonly click_class: string;
  readonly counted: boolean;
  /** A stable word, see REASONS of `@touchline/attribution`. */
  readonly reason: Reason;
  /** The touch that stands for it; empty where none does. */
  readonly merged_into: string;
  readonly creator_id: string;
  readonly campaign_id: string;
  readonly post_id: string;
  readonly link_id: string;
  readonly platform: string;
}

export interface ExplainedLine {
  readonly touch_id: string;
  readonly weight: number;
  /** In the order's currency, refunds taken off. */
  readonly amount_minor: number;
  readonly amount_workspace_minor: number;
}

/** What one model gives each touch of an order. */
export interface ExplainedSplit<Name extends string> {
  readonly model: Name;
  readonly lines: readonly ExplainedLine[];
  readonly total_minor: number;
}

export interface OrderExplanation {
  readonly workspace_id: string;
  readonly order_id: string;
  readonly conversion_id: string;
  readonly person_id: string;
  readonly occurred_at: string;
  readonly amount_minor: number;
  readonly currency: string;
  readonly workspace_currency: string;
  /** Order and refunds together: what the models split. */
  readonly net_minor: number;
  readonly new_customer: boolean | null;
  readonly codes: readonly string[];
  readonly refunds: readonly { readonly refund_id: string; readonly occurred_at: string; readonly delta_minor: number; readonly reason: string }[];
  /** Everything the person did that may have counted, by instant. */
  readonly touches: readonly ExplainedTouch[];
  /** What the ledger holds; empty until a run has seen the order. */
  readonly models: readonly ExplainedSplit<RuleLedgerModel['name']>[];
  /** The same of the models that were fitted to all journeys; empty before the first fit. */
  readonly fitted_models: readonly ExplainedSplit<FittedLedgerModel['name']>[];
  /** `waiting`: no run has seen the order; `behind`: facts came since that the next run will credit. */
  readonly ledger: 'waiting' | 'behind' | 'current';
}

interface OrderRow {
  readonly conversion_id: string;
  readonly at_ms: number;
  readonly amount_minor: number;
  readonly currency: string;
  readonly codes: readonly string[];
  readonly new_customer: boolean | null;
  readonly person_id: string;
  readonly refunds: readonly [refund_id: string, at_ms: number, delta_minor: number, reason: string, currency: string][];
}

const TIME_MS_MAX = 8_000_000_000_000;

/**
 * One order: every candidate touch of its person, as they are known now, with why it counts or not, and what the ledger gives each under each model.
 * undefined when the workspace has no such order. @throws TouchlineError TL_WORKSPACE_UNKNOWN
 */
export function explainOrder(warehouse: Warehouse, workspace_id: string, order_id: string): Promise<OrderExplanation | undefined> {
  return explainOrderAsOf(warehouse, workspace_id, { order_id });
}

/**
 * The same as it was known at an instant: the touches and refunds that had been received by then, and what the models gave it then. Whose links are
 * whose, which identifiers belong together and by which windows touches count is as it is now; `behind` also says that this has changed since.
 * undefined also when the order was received only later.
 */
export async function explainOrderAsOf(
  warehouse: Warehouse,
  workspace_id: string,
  { order_id, as_of }: { readonly order_id: string } & AsOf,
): Promise<OrderExplanation | undefined> {
  const policy = await readPolicy(warehouse, workspace_id);
  const [row] = await warehouse.query<OrderRow>(SQL.order, { workspace_id, order_id, as_of_ms: asOfMs(as_of) });
  if (row === undefined) return undefined;
  const person_id = row.person_id === '' ? `order:${order_id}` : row.person_id;
  const facts = await factsOf(warehouse, workspace_id, person_id);
  const found = facts?.orders.find(({ conversion_id }) => conversion_id === row.conversion_id);
  if (facts === undefined || found === undefined) return undefined;
  const refunds = row.refunds.filter(([, , , , currency]) => currency === row.currency).sort((one, other) => one[1] - other[1]);
  const order = { ...found, refunds: refunds.map(([, at_ms, delta_minor]) => ({ at_ms, delta_minor })) };
  const candidates = await knownBy(warehouse, workspace_id, { candidates: [...facts.clicks, ...facts.codes], as_of });
  const models = { rules: true, fitted: await readFitted(warehouse, workspace_id) };
  const credited = creditOrder(order, candidates, { policy, models });
  const standing =
    (
      await readStanding(warehouse, workspace_id, { conversions: [row.conversion_id], models: [...MODELS, ...FITTED_MODELS].map(({ name }) => name), as_of })
    ).get(row.conversion_id) ?? new Map<string, Standing>();
  const difference = ledgerDifference(standing, credited.wanted);
  return {
    workspace_id,
    order_id,
    conversion_id: row.conversion_id,
    person_id,
    occurred_at: instant(row.at_ms),
    amount_minor: row.amount_minor,
    currency: row.currency,
    workspace_currency: policy.currency,
    net_minor: refunds.reduce((sum, [, , delta_minor]) => sum + delta_minor, row.amount_minor),
    new_customer: row.new_customer,
    codes: row.codes,
    refunds: refunds.map(([refund_id, at_ms, delta_minor, reason]) => ({ refund_id, occurred_at: instant(at_ms), delta_minor, reason })),
    touches: await touchesOf(warehouse, workspace_id, credited.journey.verdicts),
    models: splitsOf(
      standing,
      MODELS.map(({ name }) => name),
    ),
    fitted_models: splitsOf(
      standing,
      FITTED_MODELS.map(({ name }) => name),
    ),
    ledger: stateOf(standing.size, difference.length),
  };
}

/** Without what was received only later. */
async function knownBy(
  warehouse: Warehouse,
  workspace_id: string,
  { candidates, as_of }: { readonly candidates: readonly Candidate[] } & AsOf,
): Promise<readonly Candidate[]> {
  if (as_of === undefined) return candidates;
  const late = new Set<string>();
  // Codes on an order are known with it, and have no id of their own.
  const touches = candidates.filter(({ on_order }) => !on_order).map(({ touch_id }) => touch_id);
  for (const batch of batchesOf(touches, PARAMETER_VALUES_MAX)) {
    const rows = await warehouse.query<{ touch_id: string }>(SQL.late_touches, { workspace_id, touches: batch, as_of_ms: asOfMs(as_of) });
    for (const { touch_id } of rows) late.add(touch_id);
  }
  return candidates.filter(({ touch_id }) => !late.has(touch_id));
}

function stateOf(standing: number, missing: number): OrderExplanation['ledger'] {
  if (standing === 0) return 'waiting';
  return missing === 0 ? 'current' : 'behind';
}

async function factsOf(warehouse: Warehouse, workspace_id: string, person_id: string): Promise<PersonFacts | undefined> {
  const owners = await Owners.read(warehouse, workspace_id);
  for await (const facts of streamPersons(warehouse, owners, { workspace_id, persons: [person_id], from_ms: 0, to_ms: TIME_MS_MAX })) return facts;
  return undefined;
}

async function touchesOf(warehouse: Warehouse, workspace_id: string, verdicts: readonly Verdict[]): Promise<ExplainedTouch[]> {
  const clicks = verdicts.filter(({ candidate }) => candidate.kind === 'click').map(({ candidate }) => candidate.touch_id);
  const labels = new Map<string, string>();
  for (const batch of batchesOf(clicks, PARAMETER_VALUES_MAX)) {
    const rows = await warehouse.query<{ click_id: string; label: string }>(SQL.click_labels, { workspace_id, clicks: batch });
    for (const { click_id, label } of rows) labels.set(click_id, label);
  }
  return verdicts.map(({ candidate, reason, merged_into }) => {
    const { touch_id, kind, at_ms, code, click_class, creator_id, campaign_id, post_id, link_id, platform } = candidate;
    const label = kind === 'code' ? code : (labels.get(touch_id) ?? '');
    const chain = { creator_id, campaign_id, post_id, link_id, platform };
    return { touch_id, kind, occurred_at: instant(at_ms), label, click_class, counted: reason === 'counted', reason, merged_into, ...chain };
  });
}

function splitsOf<Name extends string>(standing: ReadonlyMap<string, Standing>, names: readonly Name[]): ExplainedSplit<Name>[] {
  return names.flatMap((name) => {
    const held = standing.get(name);
    if (held === undefined) return [];
    const lines = [...held.lines]
      .sort((one, other) => one.credit.touch_position - other.credit.touch_position)
      .map(({ credit, refunded_minor, refunded_workspace_minor }) => ({
        touch_id: credit.touch_id,
        weight: credit.weight,
        amount_minor: credit.amount_minor + refunded_minor,
        amount_workspace_minor: credit.amount_workspace_minor + refunded_workspace_minor,
      }));
    return [{ model: name, lines, total_minor: lines.reduce((sum, line) => sum + line.amount_minor, 0) }];
  });
}
