-- Revenue of all orders that were credited or found to be nobody's, refunds taken off.
SELECT sum(amount_workspace_minor) AS revenue_minor
FROM ledger
WHERE workspace_id = {workspace:String} AND model = {model:String}
  AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
