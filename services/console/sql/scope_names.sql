-- What to call some campaigns, posts or links.
SELECT id, if(kind = 'link', concat('/', JSONExtractString(entity, 'slug')), JSONExtractString(entity, 'name')) AS name
FROM entities
WHERE workspace_id = {workspace:String} AND kind = {level:String} AND id IN {ids:Array(String)}
