-- What people who click did in the past: how many a day, and what they bought within the conversion window of their first click of the time looked at.
SELECT
  count() AS n, countIf(orders > 0) AS conversions, toFloat64(sum(orders)) AS o_sum, toFloat64(sum(toInt128(orders) * orders)) AS o_sum_squares,
  toFloat64(sum(amount)) AS y_sum, toFloat64(sum(toInt128(amount) * amount)) AS y_sum_squares
FROM (
  SELECT
    c.unit AS unit, toInt64(countIf(o.kind = 3 AND o.at_ms >= c.first_ms AND o.at_ms < c.first_ms + {window_ms:Int64})) AS orders,
    sumIf(o.amount, o.at_ms >= c.first_ms AND o.at_ms < c.first_ms + {window_ms:Int64}) AS amount
  FROM (
    SELECT sipHash64(person.visitor_id) AS unit, min(toUnixTimestamp64Milli(occurred_at)) AS first_ms
    FROM click_facts
    WHERE workspace_id = {workspace_id:String} AND person.visitor_id != '' AND payload.class = 'human'
      AND occurred_at >= fromUnixTimestamp64Milli({since_ms:Int64}) AND toUnixTimestamp64Milli(occurred_at) + {window_ms:Int64} < {until_ms:Int64}
      AND (empty({link_ids:Array(String)}) OR has({link_ids:Array(String)}, payload.link_id)) AND received_at < fromUnixTimestamp64Milli({known_ms:Int64})
    GROUP BY unit
  ) AS c
  LEFT JOIN (SELECT sipHash64(identifier) AS unit, kind, at_ms, amount FROM (/*outcomes*/)) AS o ON o.unit = c.unit
  GROUP BY unit
)
SETTINGS max_bytes_before_external_group_by = 1000000000
