-- Every workspace there is, with what its figures are stated in: for the open console of one machine.
SELECT workspace_id, name, currency, time_zone, simulated, workspace_id IN (SELECT workspace_id FROM fits) AS fitted
FROM workspaces
WHERE NOT archived
ORDER BY simulated, name
LIMIT {limit:UInt32}
