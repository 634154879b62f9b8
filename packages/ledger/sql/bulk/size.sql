-- How many orders each hour has, how many clicks may count for any, and the currencies that occur.
WITH
  hours AS (
    SELECT toUnixTimestamp(toStartOfHour(occurred_at)) * 1000 AS hour_ms, count() AS orders FROM order_facts
    WHERE workspace_id = {workspace_id:String} GROUP BY hour_ms
  )
SELECT
  (SELECT arraySort(groupArray((hour_ms, orders))) FROM hours) AS hours,
  (
    SELECT count() FROM click_facts
    WHERE workspace_id = {workspace_id:String} AND occurred_at > fromUnixTimestamp64Milli({from_ms:Int64}) AND occurred_at <= fromUnixTimestamp64Milli({to_ms:Int64})
  ) AS clicks,
  (SELECT groupUniqArray(payload.currency) FROM order_facts WHERE workspace_id = {workspace_id:String}) AS currencies
