-- Links of one creator, archived ones too: their past clicks still count.
SELECT link_id, slug, destination, platform, campaign_id, post_id, archived
FROM links
WHERE workspace_id = {workspace:String} AND creator_id = {creator:String}
ORDER BY link_id
LIMIT {limit:UInt32}
