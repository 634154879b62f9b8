-- The identifiers of the persons a run credits.
INSERT INTO run_members
WITH
  affected AS (SELECT person_id FROM run_affected WHERE run_id = {run_id:UUID}),
  -- Rows that were replaced are looked at here too: FINAL over everybody would cost more than all the rest. The newest row decides below.
  named AS (
    SELECT identifier FROM person_members WHERE workspace_id = {workspace_id:String} AND person_id IN affected
    UNION ALL SELECT person_id FROM affected
  ),
  members AS (
    SELECT identifier, argMax(person_id, knowledge_time) AS owner FROM person_members
    WHERE workspace_id = {workspace_id:String} AND identifier IN named
    GROUP BY identifier
  )
SELECT {run_id:UUID}, identifier, owner FROM members WHERE owner IN affected
UNION ALL
-- Who is joined with nothing is one identifier alone.
SELECT {run_id:UUID}, person_id, person_id FROM affected WHERE person_id NOT IN (SELECT identifier FROM members)
