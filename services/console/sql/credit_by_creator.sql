-- Credited orders, revenue after refunds and new customers by creator under one model; an empty creator is what nobody was credited with.
SELECT if(touch_id = '(unattributed)', '', creator_id) AS credited_to, sum(weight) AS orders_credited,
  sum(amount_workspace_minor) AS revenue_minor,
  sumIf(weight, conversion_id IN (
    SELECT conversion_id FROM orders WHERE workspace_id = {workspace:String} AND new_customer = true
  )) AS new_customers
FROM ledger
WHERE workspace_id = {workspace:String} AND model = {model:String}
  AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
  AND ({creator:String} = '' OR creator_id = {creator:String})
GROUP BY credited_to
