-- What stands in the ledger of one bucket's orders, read once; also of those who are credited one by one, as who that is need not be known yet.
INSERT INTO run_standing
WITH
  bought AS (
    SELECT conversion_id FROM run_orders
    WHERE run_id = {run_id:UUID} AND bucket = {bucket:UInt16}
  ),
  -- As the view ledger_history has it, but lines of other orders are left out before anything else is read of them.
  stored AS (
    SELECT * FROM ledger_lines PREWHERE workspace_id = {workspace_id:String} AND conversion_id IN (SELECT conversion_id FROM bought)
    UNION ALL
    SELECT * FROM credit_lines PREWHERE workspace_id = {workspace_id:String} AND conversion_id IN (SELECT conversion_id FROM bought)
  ),
  lines AS (
    SELECT
      l.conversion_id AS conversion_id, model, model_version, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
      currency, workspace_currency,
      -- One by one: of a tuple it takes many times as long.
      argMaxIf(l.weight, knowledge_time, kind = 'credit') AS credited_weight, argMaxIf(l.amount_minor, knowledge_time, kind = 'credit') AS credited_minor,
      argMaxIf(l.amount_workspace_minor, knowledge_time, kind = 'credit') AS credited_workspace_minor,
      argMaxIf(l.event_time, knowledge_time, kind = 'credit') AS credited_for,
      maxIf(knowledge_time, kind = 'credit') AS credited_at, sum(l.amount_minor) AS left_minor, sum(l.amount_workspace_minor) AS left_workspace_minor,
      -- Refunds from before the credit stood were taken back with what stood before.
      groupArrayIf((toUnixTimestamp64Milli(l.event_time), l.amount_minor, knowledge_time), kind = 'refund') AS line_refunds
    FROM stored AS l
    WHERE run_id IN (SELECT run_id FROM attribution_runs) AND model IN {compared:Array(String)}
    GROUP BY
      l.conversion_id, model, model_version, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform, currency, workspace_currency
    HAVING sum(multiIf(kind = 'credit', 1, kind = 'reversal', -1, 0)) > 0
  )
SELECT
  {run_id:UUID}, conversion_id, model, model_version, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform, currency,
  workspace_currency, credited_weight, left_minor, left_workspace_minor, credited_for,
  toUInt128(cityHash64(
    model_version, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform, currency, workspace_currency,
    (toInt64(round(credited_weight * 1000000000000)), credited_minor, credited_workspace_minor, toUnixTimestamp64Milli(credited_for))
  )),
  arrayMap(refund -> (refund.1, refund.2), arrayFilter(refund -> refund.3 >= credited_at, line_refunds))
FROM lines
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}
