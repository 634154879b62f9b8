-- Orders of visitors: of the click that the order names, or else of the visitor that the shop names.
SELECT
  if(c.visitor_id != '', c.visitor_id, o.person.visitor_id) AS identifier, toUnixTimestamp64Milli(o.occurred_at) AS at_ms,
  o.payload.order_id AS order_id, o.payload.amount_minor AS amount_minor, o.payload.currency AS currency, o.payload.fx_rate AS fx_rate
FROM (SELECT * FROM order_facts FINAL) AS o
LEFT JOIN (
  SELECT event_id, any(person.visitor_id) AS visitor_id
  FROM click_facts
  WHERE workspace_id = {workspace_id:String} AND event_id IN (
    SELECT toUUIDOrZero(payload.click_id) FROM order_facts WHERE workspace_id = {workspace_id:String} AND payload.click_id != ''
  )
  GROUP BY event_id
) AS c ON c.event_id = toUUIDOrZero(o.payload.click_id)
WHERE o.workspace_id = {workspace_id:String} AND identifier != ''
  AND o.occurred_at >= fromUnixTimestamp64Milli({since_ms:Int64}) AND at_ms < {until_ms:Int64} AND o.received_at < fromUnixTimestamp64Milli({known_ms:Int64})
