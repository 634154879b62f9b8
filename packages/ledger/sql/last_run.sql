-- The newest finished run of a workspace: what it knew and by which policy it credited.
SELECT toString(run_id) AS run_id, toUnixTimestamp64Milli(knowledge_time) AS knowledge_ms, watermark, policy
FROM attribution_runs
WHERE workspace_id = {workspace_id:String}
ORDER BY knowledge_time DESC, run_id DESC
LIMIT 1
