-- How many clicks may count for any of everybody's orders.
SELECT count() AS clicks FROM click_facts
WHERE workspace_id = {workspace_id:String} AND payload.class = 'human'
  AND occurred_at > fromUnixTimestamp64Milli({from_ms:Int64}) AND occurred_at <= fromUnixTimestamp64Milli({to_ms:Int64})
