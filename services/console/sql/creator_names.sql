-- What to call some creators.
SELECT creator_id, name, handle, platform
FROM creators
WHERE workspace_id = {workspace:String} AND creator_id IN {ids:Array(String)}
