-- The experiments whose newest result gives one model's credit no factor, with what they are called and why.
SELECT r.experiment_id AS experiment_id, e.name AS name, r.reason AS reason
FROM (
  SELECT experiment_id, reason FROM calibration_refusals WHERE workspace_id = {workspace:String} AND (model = '' OR model = {model:String})
) AS r
LEFT JOIN (SELECT experiment_id, name FROM experiments WHERE workspace_id = {workspace:String}) AS e ON e.experiment_id = r.experiment_id
ORDER BY experiment_id
LIMIT {limit:UInt32}
