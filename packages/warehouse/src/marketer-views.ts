/**
 * What the read-only account may select: of each view these columns. Left out on purpose are the columns that identify a
 * person (visitor, customer, hashed e-mail), the view of identities, which holds nothing else, and the persons' members.
 */
export const MARKETER_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  clicks: [
    'workspace_id',
    'click_id',
    'occurred_at',
    'received_at',
    'source',
    'link_id',
    'slug',
    'host',
    'destination',
    'class',
    'class_rule',
    'class_rules_version',
    'referrer_host',
    'in_app',
    'device',
    'os',
    'browser',
    'language',
    'private',
    'simulated',
  ],
  redirect_misses: ['workspace_id', 'event_id', 'occurred_at', 'slug', 'host', 'class'],
  orders: [
    'workspace_id',
    'conversion_id',
    'occurred_at',
    'received_at',
    'source',
    'order_id',
    'amount_minor',
    'currency',
    'fx_rate',
    'click_id',
    'codes',
    'items',
    'country',
    'region',
    'new_customer',
    'kind',
  ],
  refunds: ['workspace_id', 'refund_event_id', 'occurred_at', 'received_at', 'source', 'order_id', 'refund_id', 'delta_minor', 'currency', 'reason'],
  code_redemptions: ['workspace_id', 'redemption_id', 'occurred_at', 'received_at', 'source', 'code', 'order_id'],
  costs: [],
  entities: [],
  workspaces: [],
  creators: [],
  campaigns: [],
  posts: [],
  links: [],
  codes: [],
  rejects: [],
  ledger: [],
  ledger_history: [],
};

/** One GRANT a view; an empty list of columns stands for all of them, because none identifies a person. */
export function marketerGrants(database: string): string[] {
  return Object.entries(MARKETER_COLUMNS).map(
    ([view, columns]) => `GRANT SELECT${columns.length === 0 ? '' : `(${columns.join(', ')})`} ON ${database}.${view}`,
  );
}
