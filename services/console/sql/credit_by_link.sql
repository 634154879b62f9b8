-- Credited orders and revenue after refunds by link, of one creator under one model; an empty link is a promo code.
SELECT link_id, sum(weight) AS orders_credited, sum(amount_workspace_minor) AS revenue_minor
FROM ledger
WHERE workspace_id = {workspace:String} AND model = {model:String} AND creator_id = {creator:String}
  AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
GROUP BY link_id
