-- Which orders of one bucket the ledger should hold otherwise than it does, by model: other credits, or other refunds of them.
INSERT INTO run_changes
WITH
  bought AS (
    SELECT conversion_id, refunds FROM run_orders
    WHERE run_id = {run_id:UUID} AND bucket = {bucket:UInt16} AND person NOT IN (SELECT person FROM run_odd_persons WHERE run_id = {run_id:UUID})
  ),
  standing AS (
    SELECT
      l.conversion_id AS conversion_id, model, maxIf(knowledge_time, kind = 'credit') AS credited_at,
      reinterpretAsUInt128(sipHash128(
        model_version, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform, currency, workspace_currency,
        argMaxIf((toInt64(round(weight * 1000000000000)), amount_minor, amount_workspace_minor, toUnixTimestamp64Milli(event_time)), knowledge_time, kind = 'credit')
      )) AS line_hash,
      groupArrayIf((toUnixTimestamp64Milli(event_time), amount_minor, knowledge_time), kind = 'refund') AS line_refunds
    FROM ledger_history AS l
    WHERE workspace_id = {workspace_id:String} AND model IN {compared:Array(String)} AND l.conversion_id IN (SELECT conversion_id FROM bought)
    GROUP BY
      l.conversion_id, model, model_version, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform, currency, workspace_currency
    HAVING sum(multiIf(kind = 'credit', 1, kind = 'reversal', -1, 0)) > 0
  ),
  held AS (
    SELECT
      conversion_id, model, count() AS lines, sum(line_hash) AS hash,
      -- Refunds from before the credit stood were taken back with what stood before.
      sumMap(arrayMap(refund -> refund.1, current_refunds), arrayMap(refund -> refund.2, current_refunds)) AS summed,
      arraySort(arrayFilter(refund -> refund.2 != 0, arrayZip(summed.1, summed.2))) AS refunds
    FROM (SELECT *, arrayFilter(refund -> refund.3 >= credited_at, line_refunds) AS current_refunds FROM standing)
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
SELECT {run_id:UUID}, w.conversion_id, w.model
FROM wanted AS w
INNER JOIN bought AS b ON b.conversion_id = w.conversion_id
LEFT JOIN held AS h ON h.conversion_id = w.conversion_id AND h.model = w.model
WHERE h.lines != w.lines OR h.hash != w.hash OR h.refunds != b.refunds
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}
