-- What stands in the ledger of one bucket's orders, read once.
INSERT INTO run_standing
WITH
  bought AS (
    SELECT conversion_id FROM run_orders
    WHERE run_id = {run_id:UUID} AND bucket = {bucket:UInt16} AND person NOT IN (SELECT person FROM run_odd_persons WHERE run_id = {run_id:UUID})
  ),
  lines AS (
    SELECT
      l.conversion_id AS conversion_id, model, model_version, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
      currency, workspace_currency,
      argMaxIf((l.weight, l.amount_minor, l.amount_workspace_minor, l.event_time), knowledge_time, kind = 'credit') AS credited,
      maxIf(knowledge_time, kind = 'credit') AS credited_at, sum(l.amount_minor) AS left_minor, sum(l.amount_workspace_minor) AS left_workspace_minor,
      -- Refunds from before the credit stood were taken back with what stood before.
      groupArrayIf((toUnixTimestamp64Milli(l.event_time), l.amount_minor, knowledge_time), kind = 'refund') AS line_refunds
    FROM ledger_history AS l
    WHERE workspace_id = {workspace_id:String} AND model IN {compared:Array(String)} AND l.conversion_id IN (SELECT conversion_id FROM bought)
    GROUP BY
      l.conversion_id, model, model_version, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform, currency, workspace_currency
    HAVING sum(multiIf(kind = 'credit', 1, kind = 'reversal', -1, 0)) > 0
  )
SELECT
  {run_id:UUID}, conversion_id, model, model_version, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform, currency,
  workspace_currency, credited.1, left_minor, left_workspace_minor, credited.4,
  reinterpretAsUInt128(sipHash128(
    model_version, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform, currency, workspace_currency,
    (toInt64(round(credited.1 * 1000000000000)), credited.2, credited.3, toUnixTimestamp64Milli(credited.4))
  )),
  arrayMap(refund -> (refund.1, refund.2), arrayFilter(refund -> refund.3 >= credited_at, line_refunds))
FROM lines
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}
