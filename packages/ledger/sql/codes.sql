-- Every change of every promo code, in the order of the log.
SELECT
  JSONExtractString(payload, 'id') AS id, type = 'directory_archived' AS archived, JSONExtractString(payload, 'entity', 'code') AS code,
  JSONExtractString(payload, 'entity', 'creator_id') AS creator_id, JSONExtractString(payload, 'entity', 'campaign_id') AS campaign_id,
  JSONExtractString(payload, 'entity', 'post_id') AS post_id, toUnixTimestamp64Milli(occurred_at) AS at_ms
FROM directory_facts FINAL
WHERE workspace_id = {workspace_id:String} AND JSONExtractString(payload, 'kind') = 'code'
ORDER BY _offset
