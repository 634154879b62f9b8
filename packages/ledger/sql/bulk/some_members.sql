-- The identifiers of the persons a run credits.
INSERT INTO run_members
WITH
  affected AS (SELECT person_id FROM run_affected WHERE run_id = {run_id:UUID}),
  -- Rows that were replaced are looked at here too: FINAL over everybody would cost more than all the rest. The newest row decides below.
  named AS (
    SELECT identifier FROM person_members WHERE workspace_id = {workspace_id:String} AND person_id IN affected
    UNION ALL SELECT person_id FROM affected
  )
SELECT {run_id:UUID}, identifier, argMax(person_id, known_at) AS owner
FROM (
  SELECT identifier, person_id, knowledge_time AS known_at FROM person_members WHERE workspace_id = {workspace_id:String} AND identifier IN named
  UNION ALL
  -- Who is joined with nothing is one identifier alone.
  SELECT person_id, person_id, fromUnixTimestamp64Milli(toInt64(0), 'UTC') FROM affected
)
GROUP BY identifier
HAVING owner IN affected
