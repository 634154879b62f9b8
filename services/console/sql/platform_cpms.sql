-- What a thousand impressions on each platform cost the workspace elsewhere.
SELECT platform, cpm_minor FROM platform_cpms WHERE workspace_id = {workspace:String}
