-- Everybody's identifiers.
INSERT INTO run_members
SELECT {run_id:UUID}, identifier, person_id FROM person_members FINAL WHERE workspace_id = {workspace_id:String}
