-- Different visitors by creator, campaign, platform, post or link, or of all together, who asked for no identifier counting at each click. Reads visitor ids, tells counts.
SELECT multiIf(
    {level:String} = 'creator', links.creator_id, {level:String} = 'campaign', links.campaign_id, {level:String} = 'post', links.post_id,
    {level:String} = 'link', links.link_id, {level:String} = 'platform', links.platform, ''
  ) AS scope,
  uniqExact(if(visitor_id = '', toString(click_id), visitor_id)) AS visitors
FROM clicks
INNER JOIN (
  SELECT links.link_id AS link_id, links.creator_id AS creator_id, links.campaign_id AS campaign_id, links.post_id AS post_id,
    multiIf(links.platform != '', links.platform, posts.platform != '', posts.platform, creators.platform) AS platform
  FROM (SELECT link_id, creator_id, campaign_id, post_id, platform FROM links WHERE workspace_id = {workspace:String}) AS links
  LEFT JOIN (SELECT post_id AS id, platform FROM posts WHERE workspace_id = {workspace:String}) AS posts ON posts.id = links.post_id
  LEFT JOIN (SELECT creator_id AS id, platform FROM creators WHERE workspace_id = {workspace:String}) AS creators ON creators.id = links.creator_id
) AS links ON clicks.link_id = links.link_id
WHERE workspace_id = {workspace:String} AND class = 'human'
  AND occurred_at >= toDateTime({from:Date}, {zone:String}) AND occurred_at < toDateTime(addDays({to:Date}, 1), {zone:String})
GROUP BY scope
LIMIT {limit:UInt32}
