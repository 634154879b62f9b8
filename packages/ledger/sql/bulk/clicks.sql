-- How many clicks may count for any of everybody's orders.
SELECT count() AS clicks FROM visitor_clicks
WHERE workspace_id = {workspace_id:String}
  AND occurred_at > fromUnixTimestamp64Milli({from_ms:Int64}) AND occurred_at <= fromUnixTimestamp64Milli({to_ms:Int64})
