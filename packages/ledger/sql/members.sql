-- Whom identifiers belong to: all of a workspace, or some identifiers, or everybody's of some persons.
SELECT identifier, person_id, suspicious, run_id NOT IN (SELECT run_id FROM attribution_runs WHERE workspace_id = {workspace_id:String}) AS unfinished
FROM person_members FINAL
WHERE workspace_id = {workspace_id:String} AND ({all:Bool} OR identifier IN {identifiers:Array(String)} OR person_id IN {persons:Array(String)})
