-- Orders by the creator they are tracked to: of the click that the order names, else of the first code it names; links and codes as they were known.
SELECT
  if(l.creator_id != '', l.creator_id, k.creator_id) AS identifier, toUnixTimestamp64Milli(o.occurred_at) AS at_ms,
  o.payload.order_id AS order_id, o.payload.amount_minor AS amount_minor, o.payload.currency AS currency, o.payload.fx_rate AS fx_rate
FROM (SELECT * FROM order_facts FINAL) AS o
LEFT JOIN (
  SELECT event_id, any(payload.link_id) AS link_id
  FROM click_facts
  WHERE workspace_id = {workspace_id:String} AND event_id IN (
    SELECT toUUIDOrZero(payload.click_id) FROM order_facts WHERE workspace_id = {workspace_id:String} AND payload.click_id != ''
  )
  GROUP BY event_id
) AS c ON c.event_id = toUUIDOrZero(o.payload.click_id)
LEFT JOIN (
  SELECT JSONExtractString(payload, 'id') AS link_id, argMax(JSONExtractString(payload, 'entity', 'creator_id'), _offset) AS creator_id
  FROM directory_facts FINAL
  WHERE workspace_id = {workspace_id:String} AND type = 'directory_upserted' AND JSONExtractString(payload, 'kind') = 'link'
    AND received_at < fromUnixTimestamp64Milli({known_ms:Int64})
  GROUP BY link_id
) AS l ON l.link_id = c.link_id
LEFT JOIN (
  SELECT upper(trim(JSONExtractString(payload, 'entity', 'code'))) AS code, argMax(JSONExtractString(payload, 'entity', 'creator_id'), _offset) AS creator_id
  FROM directory_facts FINAL
  WHERE workspace_id = {workspace_id:String} AND type = 'directory_upserted' AND JSONExtractString(payload, 'kind') = 'code'
    AND received_at < fromUnixTimestamp64Milli({known_ms:Int64})
  GROUP BY code
) AS k ON k.code = upper(trim(o.payload.codes[1]))
WHERE o.workspace_id = {workspace_id:String} AND o.occurred_at >= fromUnixTimestamp64Milli({since_ms:Int64}) AND at_ms < {until_ms:Int64}
  AND o.received_at < fromUnixTimestamp64Milli({known_ms:Int64})
