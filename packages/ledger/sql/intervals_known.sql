-- How sure credit was by one model over a stretch of days, as the newest run that looked at it by an instant had found.
SELECT
  toString(i.run_id) AS run_id, toUnixTimestamp64Milli(i.knowledge_time) AS knowledge_ms, from_day, to_day, creator_id, revenue_minor, orders, low_minor, high_minor,
  next_creator_id, apart_low_minor, apart_high_minor, distinguishable
FROM credit_intervals AS i
WHERE workspace_id = {workspace_id:String} AND model = {model:String} AND days = {days:UInt16} AND i.knowledge_time = (
  SELECT max(knowledge_time) FROM credit_intervals
  WHERE workspace_id = {workspace_id:String} AND model = {model:String} AND days = {days:UInt16} AND knowledge_time <= fromUnixTimestamp64Milli({as_of_ms:Int64})
)
ORDER BY creator_id = '', revenue_minor DESC, creator_id
