-- Identifiers that a run which never finished assigned to persons, and the latest instant it gave them.
SELECT count() AS rows, toUnixTimestamp64Milli(max(knowledge_time)) AS knowledge_ms
FROM person_members FINAL
WHERE workspace_id = {workspace_id:String} AND run_id NOT IN (SELECT run_id FROM attribution_runs WHERE workspace_id = {workspace_id:String})
