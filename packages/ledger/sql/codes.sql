-- Whose each promo code is, and between which instants and from which offset on.
SELECT
  JSONExtractString(entity, 'code') AS code, JSONExtractString(entity, 'creator_id') AS creator_id,
  JSONExtractString(entity, 'campaign_id') AS campaign_id, JSONExtractString(entity, 'post_id') AS post_id,
  toUnixTimestamp64Milli(from_time) AS from_ms, if(archived, toUnixTimestamp64Milli(until_time), NULL) AS until_ms, first_offset
FROM (
  SELECT
    id, argMaxIf(entity, _offset, type = 'directory_upserted') AS entity, min(occurred_at) AS from_time,
    argMax(type, _offset) = 'directory_archived' AS archived, maxIf(occurred_at, type = 'directory_archived') AS until_time, min(_offset) AS first_offset
  FROM (
    SELECT type, _offset, occurred_at, JSONExtractString(payload, 'id') AS id, JSONExtractRaw(payload, 'entity') AS entity
    FROM directory_facts
    WHERE workspace_id = {workspace_id:String} AND JSONExtractString(payload, 'kind') = 'code'
  )
  GROUP BY id
)
ORDER BY first_offset
