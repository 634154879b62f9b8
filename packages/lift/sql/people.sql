-- People of a matched exposure, one row each: exposed or not, what they did after their anchor, and what is known of them from before it.
-- An exposed person's anchor is the first exposure; another's is drawn by hash from the exposed ones', so that both are looked at over the same calendar.
WITH
  exposed AS (
    SELECT unit, min(at_ms) AS at_ms
    FROM (
      SELECT unit, assigned_ms AS at_ms FROM (/*told*/) WHERE arm != {control_place:UInt8}
      UNION ALL
      SELECT unit, greatest(exposed_ms, {started_ms:Int64}) FROM (/*exposures*/)
    )
    GROUP BY unit
  ),
  (SELECT groupArray(at_ms) FROM (SELECT at_ms FROM exposed ORDER BY at_ms)) AS anchors,
  people AS (
    SELECT unit, toUInt8(1) AS is_exposed, at_ms AS anchor_ms FROM exposed
    UNION ALL
    SELECT unit, 0, anchors[1 + unit % greatest(1, length(anchors))]
    FROM (/*unexposed*/) WHERE unit NOT IN (SELECT unit FROM exposed)
  )
SELECT
  toString(unit) AS hash, any(is_exposed) AS exposed, any(anchor_ms) AS anchor, toInt64(countIf(kind = 3 AND inside)) AS orders,
  multiIf(
    {metric:String} = 'revenue', toFloat64(sumIf(amount, inside)), {metric:String} = 'orders', toFloat64(orders), toFloat64(orders > 0)
  ) AS outcome,
  toInt64(countIf(kind = 3 AND just_before)) AS orders_just_before,
  multiIf(
    {metric:String} = 'revenue', toFloat64(sumIf(amount, just_before)), {metric:String} = 'orders', toFloat64(orders_just_before),
    toFloat64(orders_just_before > 0)
  ) AS placebo,
  toFloat64(countIf(kind = 3 AND earlier)) AS orders_before, toFloat64(sumIf(amount, earlier)) AS spent_before, if(orders_before > 0, 1., 0.) AS bought_before,
  -- Days until the covariates end; whoever did not buy has as many as there are.
  floor(
    if(bought_before = 1, toFloat64(anchor - {placebo_ms:Int64} - maxIf(at_ms, kind = 3 AND earlier)), toFloat64({before_ms:Int64} - {placebo_ms:Int64}))
    / 86400000.
  ) AS days_since_order
FROM (
  SELECT
    p.unit AS unit, p.is_exposed AS is_exposed, p.anchor_ms AS anchor_ms, o.kind AS kind, o.at_ms AS at_ms, o.amount AS amount,
    at_ms >= anchor_ms AND at_ms < anchor_ms + {window_ms:Int64} AS inside,
    at_ms >= anchor_ms - {placebo_ms:Int64} AND at_ms < anchor_ms AS just_before,
    at_ms >= anchor_ms - {before_ms:Int64} AND at_ms < anchor_ms - {placebo_ms:Int64} AS earlier
  FROM people AS p
  LEFT JOIN (SELECT sipHash64(identifier) AS unit, kind, at_ms, amount FROM (/*outcomes*/)) AS o ON o.unit = p.unit
)
GROUP BY unit
HAVING anchor + {window_ms:Int64} <= {until_ms:Int64}
ORDER BY unit
LIMIT {people_max:UInt32}
SETTINGS max_bytes_before_external_group_by = 1000000000
