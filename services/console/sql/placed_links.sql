-- Links with whose they are, and their platform: the link's own, else its post's, else its creator's.
SELECT links.link_id AS link_id, links.creator_id AS creator_id, links.campaign_id AS campaign_id, links.post_id AS post_id,
  multiIf(links.platform != '', links.platform, posts.platform != '', posts.platform, creators.platform) AS platform
FROM (SELECT link_id, creator_id, campaign_id, post_id, platform FROM links WHERE workspace_id = {workspace:String}) AS links
LEFT JOIN (SELECT post_id AS id, platform FROM posts WHERE workspace_id = {workspace:String}) AS posts ON posts.id = links.post_id
LEFT JOIN (SELECT creator_id AS id, platform FROM creators WHERE workspace_id = {workspace:String}) AS creators ON creators.id = links.creator_id
