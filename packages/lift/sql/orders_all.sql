-- Every order, under one name.
SELECT
  'all' AS identifier, toUnixTimestamp64Milli(occurred_at) AS at_ms, payload.order_id AS order_id, payload.amount_minor AS amount_minor,
  payload.currency AS currency, payload.fx_rate AS fx_rate
FROM order_facts FINAL
WHERE workspace_id = {workspace_id:String} AND occurred_at >= fromUnixTimestamp64Milli({since_ms:Int64}) AND at_ms < {until_ms:Int64}
  AND received_at < fromUnixTimestamp64Milli({known_ms:Int64})
