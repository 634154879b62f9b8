-- Raw and valid clicks by link, of one creator.
SELECT link_id, count() AS raw, countIf(class = 'human') AS human
FROM clicks
WHERE workspace_id = {workspace:String}
  AND occurred_at >= toDateTime({from:Date}, {zone:String}) AND occurred_at < toDateTime(addDays({to:Date}, 1), {zone:String})
  AND link_id IN (SELECT link_id FROM links WHERE workspace_id = {workspace:String} AND creator_id = {creator:String})
GROUP BY link_id
