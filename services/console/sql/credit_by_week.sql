-- Credited revenue of each creator under one model in each week, counted from the first day on.
SELECT creator_id, intDiv(dateDiff('day', {from:Date}, toDate(toTimeZone(conversion_time, {zone:String}))), 7) AS week, sum(amount_workspace_minor) AS revenue_minor
FROM ledger
WHERE workspace_id = {workspace:String} AND model = {model:String} AND touch_id != '(unattributed)'
  AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
GROUP BY creator_id, week
LIMIT {limit:UInt32}
