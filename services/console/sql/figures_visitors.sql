-- Different visitors by creator, campaign, platform, post or link, or of all together, who asked for no identifier counting at each click. Reads visitor ids, tells counts.
SELECT multiIf(
    {level:String} = 'creator', links.creator_id, {level:String} = 'campaign', links.campaign_id, {level:String} = 'post', links.post_id,
    {level:String} = 'link', links.link_id, {level:String} = 'platform', links.platform, ''
  ) AS scope,
  uniqExact(if(visitor_id = '', toString(click_id), visitor_id)) AS visitors
FROM clicks
INNER JOIN (/*placed_links*/) AS links ON clicks.link_id = links.link_id
WHERE workspace_id = {workspace:String} AND class = 'human'
  AND occurred_at >= toDateTime({from:Date}, {zone:String}) AND occurred_at < toDateTime(addDays({to:Date}, 1), {zone:String})
GROUP BY scope
LIMIT {limit:UInt32}
