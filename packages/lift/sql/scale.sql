-- How much there is to sum: assignments and clicks of the experiment; whether anybody was told to be exposed; whether anything was refunded.
SELECT
  (SELECT count() FROM assignment_facts WHERE workspace_id = {workspace_id:String} AND payload.experiment_id = {experiment_id:String})
  + (
    SELECT count() FROM click_facts
    WHERE workspace_id = {workspace_id:String} AND payload.experiment_id = {experiment_id:String} AND occurred_at >= fromUnixTimestamp64Milli({started_ms:Int64})
  ) AS units,
  (SELECT count() FROM (SELECT 1 FROM exposure_facts WHERE workspace_id = {workspace_id:String} AND payload.experiment_id = {experiment_id:String} LIMIT 1)) AS exposures,
  (SELECT count() FROM (SELECT 1 FROM refund_facts WHERE workspace_id = {workspace_id:String} LIMIT 1)) AS refunds
