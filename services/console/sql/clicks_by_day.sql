-- Clicks by the workspace's day and by what clicked; of one creator or, with an empty creator, of all.
SELECT toString(toDate(toTimeZone(occurred_at, {zone:String}))) AS day, count() AS raw, countIf(class = 'human') AS human,
  countIf(class IN ('bot', 'monitor', 'burst')) AS bots, countIf(class IN ('preview', 'prefetch', 'head')) AS previews
FROM clicks
WHERE workspace_id = {workspace:String}
  AND occurred_at >= toDateTime({from:Date}, {zone:String}) AND occurred_at < toDateTime(addDays({to:Date}, 1), {zone:String})
  AND ({creator:String} = '' OR link_id IN (
    SELECT link_id FROM links WHERE workspace_id = {workspace:String} AND creator_id = {creator:String}
  ))
GROUP BY day
