-- Which of some clicks and redemptions were received only after an instant.
SELECT toString(event_id) AS touch_id FROM click_facts
WHERE workspace_id = {workspace_id:String} AND event_id IN {touches:Array(UUID)} AND received_at > fromUnixTimestamp64Milli({as_of_ms:Int64})
UNION ALL
SELECT toString(event_id) FROM redemption_facts
WHERE workspace_id = {workspace_id:String} AND event_id IN {touches:Array(UUID)} AND received_at > fromUnixTimestamp64Milli({as_of_ms:Int64})
