-- Creators as they stand; one or, with an empty creator, all.
SELECT creator_id, name, handle, platform, followers, archived
FROM creators
WHERE workspace_id = {workspace:String} AND ({creator:String} = '' OR creator_id = {creator:String})
ORDER BY creator_id
LIMIT {limit:UInt32}
