-- The zone whose days a workspace counts.
SELECT if(time_zone = '', 'UTC', time_zone) AS time_zone FROM workspaces WHERE workspace_id = {workspace_id:String}
