-- Visitors of a redirect holdout: the first click assigns, and exposes. Repeats of a click are alike, so they need not be taken out.
SELECT
  sipHash64(person.visitor_id) AS unit, toUInt8(indexOf({arms:Array(String)}, payload.arm)) AS arm,
  min(toUnixTimestamp64Milli(occurred_at)) AS assigned_ms, assigned_ms AS exposed_ms
FROM click_facts
WHERE workspace_id = {workspace_id:String} AND payload.experiment_id = {experiment_id:String} AND person.visitor_id != ''
  AND occurred_at >= fromUnixTimestamp64Milli({started_ms:Int64}) AND toUnixTimestamp64Milli(occurred_at) < {until_ms:Int64} AND received_at < fromUnixTimestamp64Milli({known_ms:Int64})
  AND arm != 0 AND unit % {slices:UInt32} = {slice:UInt32}
GROUP BY unit, arm
