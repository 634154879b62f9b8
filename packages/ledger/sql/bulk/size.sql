-- How much a run over everything has to look at: clicks in its range, and the currencies that occur.
SELECT
  (
    SELECT count() FROM click_facts
    WHERE workspace_id = {workspace_id:String} AND occurred_at > fromUnixTimestamp64Milli({from_ms:Int64}) AND occurred_at <= fromUnixTimestamp64Milli({to_ms:Int64})
  ) AS clicks,
  (SELECT groupUniqArray(payload.currency) FROM order_facts WHERE workspace_id = {workspace_id:String}) AS currencies
