-- Valid clicks by creator, campaign, platform, post or link, and those of them on posts whose impressions were told in the period.
SELECT multiIf(
    {level:String} = 'creator', links.creator_id, {level:String} = 'campaign', links.campaign_id, {level:String} = 'post', links.post_id,
    {level:String} = 'link', links.link_id, links.platform
  ) AS scope,
  count() AS clicks,
  countIf(links.post_id IN (
    SELECT post_id FROM post_metrics
    WHERE workspace_id = {workspace:String} AND (impressions > 0 OR views > 0)
      AND occurred_at >= toDateTime({from:Date}, {zone:String}) AND occurred_at < toDateTime(addDays({to:Date}, 1), {zone:String})
  )) AS clicks_on_shown
FROM clicks
INNER JOIN (/*placed_links*/) AS links ON clicks.link_id = links.link_id
WHERE workspace_id = {workspace:String} AND class = 'human'
  AND occurred_at >= toDateTime({from:Date}, {zone:String}) AND occurred_at < toDateTime(addDays({to:Date}, 1), {zone:String})
GROUP BY scope
LIMIT {limit:UInt32}
