-- What markets reported of one figure, by day: the highest revision that was known.
SELECT
  payload.geo_id AS series, toString(payload.day) AS day, argMax(payload.value, payload.revision) AS value,
  argMax(payload.currency, payload.revision) AS currency
FROM geo_outcome_facts FINAL
WHERE workspace_id = {workspace_id:String} AND payload.metric = {metric:String}
  AND payload.day >= toDate32({from_day:String}) AND payload.day <= toDate32({to_day:String}) AND received_at < fromUnixTimestamp64Milli({known_ms:Int64})
GROUP BY series, day
ORDER BY series, day
