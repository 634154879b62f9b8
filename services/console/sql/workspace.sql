-- One workspace, with what its figures are stated in.
SELECT workspace_id, name, currency, time_zone, simulated, workspace_id IN (SELECT workspace_id FROM fits) AS fitted
FROM workspaces
WHERE workspace_id = {workspace:String} AND NOT archived
