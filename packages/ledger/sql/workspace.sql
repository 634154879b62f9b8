-- How a workspace counts: its currency, windows and half-life.
SELECT currency, click_window_ms, code_window_ms, half_life_ms FROM workspaces WHERE workspace_id = {workspace_id:String}
