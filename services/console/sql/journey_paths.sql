-- The ways people took before they ordered, most frequent first: creators in the order of their touches. An even split has a line for every touch, so its lines are the journey.
SELECT arraySlice(path, 1, {steps:UInt32}) AS steps, length(path) AS touches, count() AS orders, sum(revenue_minor) AS revenue_minor, count() OVER () AS paths
FROM (
  SELECT arrayMap(touch -> touch.2, arraySort(groupArrayIf((touch_position, creator_id), touch_id != '(unattributed)'))) AS path,
    sum(amount_workspace_minor) AS revenue_minor
  FROM ledger
  WHERE workspace_id = {workspace:String} AND model = 'linear'
    AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
  GROUP BY conversion_id
  HAVING notEmpty(path) AND ({creator:String} = '' OR has(path, {creator:String}))
)
GROUP BY path
ORDER BY orders DESC, revenue_minor DESC, path
LIMIT {limit:UInt32}
SETTINGS max_bytes_before_external_group_by = 268435456
