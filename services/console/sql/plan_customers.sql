-- Customers who ordered before an instant, and what they ordered in the window after it. Reads who they are, tells counts and sums.
SELECT
  count() AS units, countIf(orders > 0) AS conversions, sum(orders) AS orders_sum, sum(orders * orders) AS orders_squares,
  sum(revenue) AS revenue_sum, sum(revenue * revenue) AS revenue_squares
FROM (
  SELECT
    if({unit:String} = 'email', o.email_sha256, o.customer_id) AS person, min(o.occurred_at) AS first,
    toFloat64(countIf(o.occurred_at >= fromUnixTimestamp64Milli({to_ms:Int64}))) AS orders,
    toFloat64(sumIf(/*amount*/, o.occurred_at >= fromUnixTimestamp64Milli({to_ms:Int64}))) AS revenue
  FROM orders AS o
  WHERE o.workspace_id = {workspace:String} AND o.occurred_at >= fromUnixTimestamp64Milli({from_ms:Int64})
    AND o.occurred_at < fromUnixTimestamp64Milli({to_ms:Int64}) + toIntervalMillisecond({window_ms:Int64}) AND person != ''
  GROUP BY person
  HAVING first < fromUnixTimestamp64Milli({to_ms:Int64})
)
SETTINGS max_bytes_before_external_group_by = 268435456
