/** Which table keeps the events of which type; a test holds it against the event catalogue. */
export const FACT_TABLE = {
  click: 'click_facts',
  redirect_missed: 'miss_facts',
  order_placed: 'order_facts',
  order_refunded: 'refund_facts',
  code_redeemed: 'redemption_facts',
  identified: 'identity_facts',
  cost_recorded: 'cost_facts',
  directory_upserted: 'directory_facts',
  directory_archived: 'directory_facts',
  view: 'view_facts',
  experiment_assigned: 'assignment_facts',
  experiment_exposed: 'exposure_facts',
  geo_outcome: 'geo_outcome_facts',
  post_metrics_recorded: 'post_metric_facts',
  rejected: 'reject_facts',
} as const satisfies Readonly<Record<string, string>>;

export type FactTable = (typeof FACT_TABLE)[keyof typeof FACT_TABLE];
