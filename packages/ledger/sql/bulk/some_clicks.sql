-- How many clicks those have whom a run credits.
SELECT count() AS clicks FROM clicks_by_person
WHERE workspace_id = {workspace_id:String} AND identifier IN (SELECT sipHash128(identifier) FROM run_members WHERE run_id = {run_id:UUID})
