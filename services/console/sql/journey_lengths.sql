-- Orders by how many touches led to them; none is an order nobody is credited with, the last length stands for itself and all longer ones.
SELECT least(touches, {longest:UInt32}) AS touches_up_to, count() AS orders, sum(revenue) AS revenue_minor, max(touches) AS touches_max
FROM (
  SELECT countIf(touch_id != '(unattributed)') AS touches, sum(amount_workspace_minor) AS revenue
  FROM ledger
  WHERE workspace_id = {workspace:String} AND model = 'linear'
    AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
  GROUP BY conversion_id
  HAVING {creator:String} = '' OR countIf(creator_id = {creator:String}) > 0
)
GROUP BY touches_up_to
ORDER BY touches_up_to
SETTINGS max_bytes_before_external_group_by = 268435456
