-- The refund lines of one bucket, from its credit lines as they were just written: what each refund takes beyond those before it.
INSERT INTO {target:Identifier} (
  workspace_id, run_id, model, model_version, conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  weight, amount_minor, currency, amount_workspace_minor, workspace_currency, kind, event_time, knowledge_time
)
WITH
/* converted */,
  refunded AS (
    SELECT conversion_id, refunds.at_ms AS refund_times, arrayCumSum(refunds.delta_minor) AS refunded, rate, shift FROM run_orders
    WHERE run_id = {run_id:UUID} AND bucket = {bucket:UInt16} AND notEmpty(refunds) AND person NOT IN (SELECT person FROM run_odd_persons WHERE run_id = {run_id:UUID})
  ),
  credited AS (
    SELECT
      conversion_id, model, any(model_version) AS model_version, any(order_id) AS order_id, any(currency) AS currency,
      arraySort(groupArray((
        touch_position, touch_id, creator_id, campaign_id, post_id, link_id, platform, weight,
        toUInt64(abs(amount_minor)), toUInt64(abs(amount_workspace_minor)), toUInt64(round(weight * 1000000000000))
      ))) AS lines
    FROM {target:Identifier}
    WHERE run_id = {run_id:UUID} AND kind = 'credit' AND conversion_id IN (SELECT conversion_id FROM refunded)
    GROUP BY conversion_id, model
  ),
  moved AS (
    SELECT
      c.conversion_id AS conversion_id, c.model AS model, c.model_version AS model_version, c.order_id AS order_id, c.currency AS currency, c.lines AS lines,
      r.rate AS rate, r.shift AS shift, refund_ms, so_far_minor
    FROM credited AS c INNER JOIN refunded AS r ON r.conversion_id = c.conversion_id
    ARRAY JOIN r.refund_times AS refund_ms, r.refunded AS so_far_minor
  ),
  -- In proportion to what was credited, or to the weights where that is nothing.
  parted AS (
    SELECT
      *, converted(so_far_minor, rate, shift) AS so_far_workspace_minor,
      toUInt64(0) AS total_1, []::Array(UInt64) AS parts_1, toUInt64(1) AS whole_1,
      toUInt64(abs(so_far_minor)) AS total_2, if(arrayMax(lines.9) = 0, lines.11, lines.9) AS parts_2, arraySum(parts_2) AS whole_2,
      toUInt64(abs(so_far_workspace_minor)) AS total_3, if(arrayMax(lines.10) = 0, lines.11, lines.10) AS parts_3, arraySum(parts_3) AS whole_3
    FROM moved
  ),
/* split */,
  reversed AS (
    SELECT
      s.conversion_id AS conversion_id, s.model AS model, s.model_version AS model_version, s.order_id AS order_id, s.currency AS currency, line,
      s.refund_ms AS refund_ms, sign(s.so_far_minor) * amount AS after, sign(s.so_far_workspace_minor) * amount_workspace AS after_workspace,
      lagInFrame(after, 1, 0) OVER earlier AS before, lagInFrame(after_workspace, 1, 0) OVER earlier AS before_workspace
    FROM splits AS s
    ARRAY JOIN s.lines AS line, s.split_2 AS amount, s.split_3 AS amount_workspace
    WINDOW earlier AS (PARTITION BY conversion_id, model, line.1, line.2 ORDER BY refund_ms ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
  )
SELECT
  {workspace_id:String}, {run_id:UUID}, model, model_version, conversion_id, order_id, line.2, line.1, line.3, line.4, line.5, line.6, line.7, line.8,
  after - before, currency, after_workspace - before_workspace, {currency:String}, 'refund', fromUnixTimestamp64Milli(refund_ms),
  fromUnixTimestamp64Milli({knowledge_ms:Int64})
FROM reversed
WHERE after != before OR after_workspace != before_workspace
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}, max_partitions_per_insert_block = 1000
