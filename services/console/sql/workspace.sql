-- One workspace, with what its figures are stated in.
SELECT workspace_id, name, currency, time_zone, simulated
FROM workspaces
WHERE workspace_id = {workspace:String} AND NOT archived
