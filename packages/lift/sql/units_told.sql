-- Units whose arm was told, drawn or worked out by hash: one row a unit and arm. What was assigned before the start is in the experiment from the start on.
SELECT
  sipHash64(multiIf({unit:String} = 'visitor', person.visitor_id, {unit:String} = 'email', person.email_sha256, person.customer_id)) AS unit,
  toUInt8(indexOf({arms:Array(String)}, payload.arm)) AS arm,
  greatest(toUnixTimestamp64Milli(occurred_at), {started_ms:Int64}) AS assigned_ms, toInt64(0) AS exposed_ms
FROM assignment_facts FINAL
WHERE workspace_id = {workspace_id:String} AND payload.experiment_id = {experiment_id:String}
  AND toUnixTimestamp64Milli(occurred_at) < {until_ms:Int64} AND received_at < fromUnixTimestamp64Milli({known_ms:Int64}) AND arm != 0 AND unit % {slices:UInt32} = {slice:UInt32}
