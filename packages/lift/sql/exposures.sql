-- Units that were told to have met what their arm does, and when they first did.
SELECT
  sipHash64(multiIf({unit:String} = 'visitor', person.visitor_id, {unit:String} = 'email', person.email_sha256, person.customer_id)) AS unit,
  min(toUnixTimestamp64Milli(occurred_at)) AS exposed_ms
FROM exposure_facts FINAL
WHERE workspace_id = {workspace_id:String} AND payload.experiment_id = {experiment_id:String}
  AND toUnixTimestamp64Milli(occurred_at) < {until_ms:Int64} AND received_at < fromUnixTimestamp64Milli({known_ms:Int64}) AND unit % {slices:UInt32} = {slice:UInt32}
GROUP BY unit
