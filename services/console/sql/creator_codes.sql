-- Promo codes of one creator.
SELECT code, archived
FROM codes
WHERE workspace_id = {workspace:String} AND creator_id = {creator:String}
ORDER BY code
LIMIT {limit:UInt32}
