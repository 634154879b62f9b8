-- Workspaces whose orders are credited.
SELECT workspace_id FROM workspaces WHERE NOT archived ORDER BY workspace_id
