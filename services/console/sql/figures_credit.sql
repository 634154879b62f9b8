-- Credited revenue, orders and new customers under one model by creator, campaign, post or platform; what nobody is credited with is left out.
SELECT if({level:String} = 'platform', platform, if({level:String} = 'campaign', campaign_id, if({level:String} = 'post', post_id, creator_id))) AS scope,
  sum(weight) AS conversions, sum(amount_workspace_minor) AS revenue_minor,
  sumIf(weight, conversion_id IN (
    SELECT conversion_id FROM orders WHERE workspace_id = {workspace:String} AND new_customer = true
  )) AS new_customers
FROM ledger
WHERE workspace_id = {workspace:String} AND model = {model:String} AND touch_id != '(unattributed)'
  AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
GROUP BY scope
LIMIT {limit:UInt32}
