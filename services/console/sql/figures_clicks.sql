-- Valid clicks by creator, campaign, post or platform of the link.
SELECT if({level:String} = 'platform', links.platform, if({level:String} = 'campaign', links.campaign_id, if({level:String} = 'post', links.post_id, links.creator_id))) AS scope,
  count() AS clicks
FROM clicks
INNER JOIN (
  SELECT link_id, creator_id, campaign_id, post_id, platform FROM links WHERE workspace_id = {workspace:String}
) AS links ON clicks.link_id = links.link_id
WHERE workspace_id = {workspace:String} AND class = 'human'
  AND occurred_at >= toDateTime({from:Date}, {zone:String}) AND occurred_at < toDateTime(addDays({to:Date}, 1), {zone:String})
GROUP BY scope
LIMIT {limit:UInt32}
