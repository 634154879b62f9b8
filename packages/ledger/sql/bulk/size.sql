-- How many orders are credited, when the first and the last were placed, how many each hour has, the currencies that occur, and how many threads the server has for it.
SELECT
  uniqExact(event_id) AS orders, toUnixTimestamp64Milli(min(occurred_at)) AS first_ms, toUnixTimestamp64Milli(max(occurred_at)) AS last_ms,
  sumMap([toUnixTimestamp(toStartOfHour(occurred_at)) * 1000], [toUInt64(1)]) AS hours,
  groupUniqArray(payload.currency) AS currencies, getSetting('max_threads') AS threads
FROM order_facts
WHERE workspace_id = {workspace_id:String} AND ({everybody:Bool} OR payload.order_id IN (SELECT substring(identifier, 7) FROM run_members WHERE run_id = {run_id:UUID} AND startsWith(identifier, 'order:')))
