-- One order, the person it belongs to, and its refunds, as far as they had been received by an instant.
SELECT
  toString(conversion_id) AS conversion_id, toUnixTimestamp64Milli(occurred_at) AS at_ms, amount_minor, currency, codes, new_customer,
  ifNull((
    SELECT person_id FROM person_members FINAL WHERE workspace_id = {workspace_id:String} AND identifier = concat('order:', {order_id:String}) LIMIT 1
  ), '') AS person_id,
  (
    SELECT groupArray((refund_id, toUnixTimestamp64Milli(occurred_at), delta_minor, reason, currency))
    FROM refunds WHERE workspace_id = {workspace_id:String} AND order_id = {order_id:String}
      AND received_at <= fromUnixTimestamp64Milli({as_of_ms:Int64})
  ) AS refunds
FROM orders
WHERE workspace_id = {workspace_id:String} AND order_id = {order_id:String} AND received_at <= fromUnixTimestamp64Milli({as_of_ms:Int64})
ORDER BY conversion_id
LIMIT 1
