-- Which orders of one bucket the ledger should hold otherwise than it does, by model: other credits, or other refunds of them.
INSERT INTO run_changes (run_id, conversion_id, model, anew, booked_ms)
WITH
  bought AS (
    SELECT conversion_id, refunds FROM run_orders
    WHERE run_id = {run_id:UUID} AND bucket = {bucket:UInt16} AND person NOT IN (SELECT person FROM run_odd_persons WHERE run_id = {run_id:UUID})
  ),
  held AS (
    SELECT
      conversion_id, model, count() AS lines, sum(line_hash) AS hash, sumMap(refunds.at_ms, refunds.amount_minor) AS summed,
      arraySort(arrayFilter(refund -> refund.2 != 0, arrayZip(summed.1, summed.2))) AS refunded
    FROM run_standing WHERE run_id = {run_id:UUID}
    GROUP BY conversion_id, model
  ),
  wanted AS (
    SELECT
      conversion_id, model, count() AS lines,
      sum(reinterpretAsUInt128(sipHash128(
        model_version, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform, currency, workspace_currency,
        (toInt64(round(weight * 1000000000000)), amount_minor, amount_workspace_minor, toUnixTimestamp64Milli(event_time))
      ))) AS hash
    FROM run_lines WHERE run_id = {run_id:UUID} AND kind = 'credit'
    GROUP BY conversion_id, model
  )
SELECT
  {run_id:UUID}, w.conversion_id, w.model,
  -- Where only refunds came that are later than those booked, nothing need be taken back.
  h.lines != w.lines OR h.hash != w.hash OR h.refunded != arraySlice(b.refunds, 1, length(h.refunded)) AS anew,
  if(empty(h.refunded), toInt64(-9223372036854775808), h.refunded[-1].1)
FROM wanted AS w
INNER JOIN bought AS b ON b.conversion_id = w.conversion_id
LEFT JOIN held AS h ON h.conversion_id = w.conversion_id AND h.model = w.model
WHERE anew OR h.refunded != b.refunds
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}
