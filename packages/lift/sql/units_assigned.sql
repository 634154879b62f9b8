-- Markets, creators or weeks with the arm each was drawn or chosen into, and the stratum it was drawn in.
SELECT payload.unit_id AS unit, payload.arm AS arm, min(payload.stratum) AS stratum
FROM assignment_facts FINAL
WHERE workspace_id = {workspace_id:String} AND payload.experiment_id = {experiment_id:String} AND unit != '' AND has({arms:Array(String)}, arm)
  AND received_at < fromUnixTimestamp64Milli({known_ms:Int64})
GROUP BY unit, arm
ORDER BY unit, arm
