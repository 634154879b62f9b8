-- Unique visitor-days of valid clicks by creator, a visitor who asked for no identifier counting each time. Reads visitor ids, tells counts.
SELECT links.creator_id AS creator_id, uniqExact(
    if(visitor_id = '', toString(click_id), visitor_id), toDate(toTimeZone(occurred_at, {zone:String}))
  ) AS visitor_days
FROM clicks
INNER JOIN (SELECT link_id, creator_id FROM links WHERE workspace_id = {workspace:String}) AS links ON clicks.link_id = links.link_id
WHERE workspace_id = {workspace:String} AND class = 'human'
  AND occurred_at >= toDateTime({from:Date}, {zone:String}) AND occurred_at < toDateTime(addDays({to:Date}, 1), {zone:String})
  AND ({creator:String} = '' OR links.creator_id = {creator:String})
GROUP BY creator_id
