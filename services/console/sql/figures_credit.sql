-- Credited revenue, orders and new customers under one model by creator, campaign, platform, post or link; what nobody is credited with is left out.
SELECT multiIf(
    {level:String} = 'creator', lines.creator_id, {level:String} = 'campaign', lines.campaign_id, {level:String} = 'post', lines.post_id,
    {level:String} = 'link', lines.link_id, lines.platform != '', lines.platform, posts.platform != '', posts.platform, creators.platform
  ) AS scope,
  sum(lines.weight) AS conversions, sum(lines.amount_workspace_minor) AS revenue_minor,
  sumIf(lines.weight, lines.conversion_id IN (
    SELECT conversion_id FROM orders WHERE workspace_id = {workspace:String} AND new_customer = true
  )) AS new_customers
FROM (
  SELECT creator_id, campaign_id, post_id, link_id, platform, conversion_id, weight, amount_workspace_minor
  FROM ledger
  WHERE workspace_id = {workspace:String} AND model = {model:String} AND touch_id != '(unattributed)'
    AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
) AS lines
LEFT JOIN (SELECT post_id AS id, platform FROM posts WHERE workspace_id = {workspace:String}) AS posts ON posts.id = lines.post_id
LEFT JOIN (SELECT creator_id AS id, platform FROM creators WHERE workspace_id = {workspace:String}) AS creators ON creators.id = lines.creator_id
GROUP BY scope
LIMIT {limit:UInt32}
