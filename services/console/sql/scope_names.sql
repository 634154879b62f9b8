-- What to call some campaigns or posts.
SELECT id, JSONExtractString(entity, 'name') AS name
FROM entities
WHERE workspace_id = {workspace:String} AND kind = {level:String} AND id IN {ids:Array(String)}
