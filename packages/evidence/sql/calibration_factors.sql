-- The factors one model's credit is calibrated by, the newest first, with what their experiments are called; known by an instant, and not lapsed long ago.
SELECT
  f.experiment_id AS experiment_id, e.name AS name, f.grade AS grade, f.basis AS basis, f.caveat AS caveat, toUnixTimestamp64Milli(f.measured_at) AS measured_at_ms,
  f.factor AS factor, f.factor_low AS factor_low, f.factor_high AS factor_high, f.link_ids AS link_ids, f.creator_ids AS creator_ids, f.campaign_ids AS campaign_ids
FROM (
  SELECT * FROM calibration_factors WHERE workspace_id = {workspace:String} AND model = {model:String}
    AND measured_at <= fromUnixTimestamp64Milli({now_ms:Int64})
) AS f
LEFT JOIN (SELECT experiment_id, name FROM experiments WHERE workspace_id = {workspace:String}) AS e ON e.experiment_id = f.experiment_id
ORDER BY measured_at_ms DESC, experiment_id
LIMIT {limit:UInt32}
