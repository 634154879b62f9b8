-- Which orders of one bucket the ledger should hold otherwise than it does, by model: other credits, or other refunds of them.
INSERT INTO run_changes (run_id, conversion_id, model, anew, booked_ms)
WITH
  bought AS (
    SELECT conversion_id, refunds FROM run_orders
    WHERE run_id = {run_id:UUID} AND bucket = {bucket:UInt16} AND person NOT IN (SELECT person FROM run_odd_persons WHERE run_id = {run_id:UUID})
  ),
  -- Both in one pass, which all threads share.
  lines AS (
    SELECT conversion_id, model, false AS wanted, line_hash, refunds.at_ms AS refunds_at_ms, refunds.amount_minor AS refunds_minor
    FROM run_standing WHERE run_id = {run_id:UUID}
    UNION ALL
    SELECT
      conversion_id, model, true,
      toUInt128(cityHash64(
        model_version, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform, currency, workspace_currency,
        (toInt64(round(weight * 1000000000000)), amount_minor, amount_workspace_minor, toUnixTimestamp64Milli(event_time))
      )),
      [], []
    FROM run_lines WHERE run_id = {run_id:UUID} AND kind = 'credit'
  ),
  compared AS (
    SELECT
      conversion_id, model, countIf(wanted) AS wanted_lines, countIf(NOT wanted) AS held_lines, sumIf(line_hash, wanted) AS wanted_hash,
      sumIf(line_hash, NOT wanted) AS held_hash, sumMap(refunds_at_ms, refunds_minor) AS summed,
      arraySort(arrayFilter(refund -> refund.2 != 0, arrayZip(summed.1, summed.2))) AS refunded
    FROM lines
    GROUP BY conversion_id, model
    HAVING wanted_lines > 0
  )
SELECT
  {run_id:UUID}, c.conversion_id, c.model,
  -- Where only refunds came that are later than those booked, nothing need be taken back.
  c.held_lines != c.wanted_lines OR c.held_hash != c.wanted_hash OR c.refunded != arraySlice(b.refunds, 1, length(c.refunded)) AS anew,
  if(empty(c.refunded), toInt64(-9223372036854775808), c.refunded[-1].1)
FROM compared AS c INNER JOIN bought AS b ON b.conversion_id = c.conversion_id
WHERE anew OR c.refunded != b.refunds
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}
