-- The newest finished run of a workspace: what it knew, by which policy it credited, and whether its clicks stand by person.
SELECT toString(run_id) AS run_id, toUnixTimestamp64Milli(knowledge_time) AS knowledge_ms, watermark, policy, clicks_by_person
FROM attribution_runs
WHERE workspace_id = {workspace_id:String}
ORDER BY knowledge_time DESC, run_id DESC
LIMIT 1
