-- Revenue after refunds by the workspace's day of the order, credited and not; of one creator or, with an empty creator, of all.
SELECT toString(toDate(toTimeZone(conversion_time, {zone:String}))) AS day,
  sumIf(amount_workspace_minor, touch_id != '(unattributed)') AS credited_minor,
  sumIf(amount_workspace_minor, touch_id = '(unattributed)') AS unattributed_minor,
  sumIf(weight, touch_id != '(unattributed)') AS orders_credited,
  uniqExact(conversion_id) AS orders
FROM ledger
WHERE workspace_id = {workspace:String} AND model = {model:String}
  AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
  AND ({creator:String} = '' OR creator_id = {creator:String})
GROUP BY day
