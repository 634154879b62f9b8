-- What refunds took from orders (kind 4), at the order's instant, as the ledger converts it; in another currency than the order's they do not count.
UNION ALL
SELECT
  identifier, at_ms, 4,
  if(fx_rate = '', refunded, toInt64(roundBankers(
    toDecimal256(refunded, 0) * toDecimal256OrZero(fx_rate, 12) * toDecimal256(transform(currency, {currencies:Array(String)}, {shifts:Array(String)}, {shift:String}), 3), 0
  ))) AS amount
FROM (/*orders*/) AS o
INNER JOIN (
  SELECT payload.order_id AS order_id, payload.currency AS currency, sum(payload.delta_minor) AS refunded
  FROM refund_facts FINAL
  WHERE workspace_id = {workspace_id:String} AND toUnixTimestamp64Milli(occurred_at) < {until_ms:Int64} AND received_at < fromUnixTimestamp64Milli({known_ms:Int64})
  GROUP BY order_id, currency
) AS r ON r.order_id = o.order_id AND r.currency = o.currency
