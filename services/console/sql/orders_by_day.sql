-- Orders placed, by the workspace's day.
SELECT toString(toDate(toTimeZone(occurred_at, {zone:String}))) AS day, count() AS orders
FROM orders
WHERE workspace_id = {workspace:String}
  AND occurred_at >= toDateTime({from:Date}, {zone:String}) AND occurred_at < toDateTime(addDays({to:Date}, 1), {zone:String})
GROUP BY day
