-- Orders of people who are named by the shop: by customer id or hashed e-mail.
SELECT
  if({unit:String} = 'email', person.email_sha256, person.customer_id) AS identifier, toUnixTimestamp64Milli(occurred_at) AS at_ms,
  payload.order_id AS order_id, payload.amount_minor AS amount_minor, payload.currency AS currency, payload.fx_rate AS fx_rate
FROM order_facts FINAL
WHERE workspace_id = {workspace_id:String} AND identifier != ''
  AND occurred_at >= fromUnixTimestamp64Milli({since_ms:Int64}) AND at_ms < {until_ms:Int64} AND received_at < fromUnixTimestamp64Milli({known_ms:Int64})
