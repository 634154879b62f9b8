-- Raw clicks and valid (human) clicks by creator; of one creator or, with an empty creator, of all.
SELECT links.creator_id AS creator_id, count() AS raw, countIf(class = 'human') AS human
FROM clicks
INNER JOIN (SELECT link_id, creator_id FROM links WHERE workspace_id = {workspace:String}) AS links ON clicks.link_id = links.link_id
WHERE workspace_id = {workspace:String}
  AND occurred_at >= toDateTime({from:Date}, {zone:String}) AND occurred_at < toDateTime(addDays({to:Date}, 1), {zone:String})
  AND ({creator:String} = '' OR links.creator_id = {creator:String})
GROUP BY creator_id
