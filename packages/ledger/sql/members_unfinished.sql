-- Identifiers that a run which never finished assigned to persons, and the latest instant it gave them.
WITH
  unfinished AS (
    SELECT identifier FROM person_members
    WHERE workspace_id = {workspace_id:String} AND run_id NOT IN (SELECT run_id FROM attribution_runs WHERE workspace_id = {workspace_id:String})
  )
SELECT count() AS rows, toUnixTimestamp64Milli(max(knowledge_time)) AS knowledge_ms
-- Only what may be such a row is looked at in full: most often nothing.
FROM person_members FINAL
WHERE workspace_id = {workspace_id:String} AND identifier IN unfinished
  AND run_id NOT IN (SELECT run_id FROM attribution_runs WHERE workspace_id = {workspace_id:String})
