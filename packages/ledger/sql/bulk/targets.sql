-- Under which identifiers a touch would be of whom, and so which orders it may count for; not of those who are credited one by one.
INSERT INTO run_targets (run_id, bucket, identifier, conversion_id, order_id, at_ms, of_clicks)
WITH
  persons AS (
    SELECT bucket, person, person_id, conversion_id, order_id, at_ms FROM run_orders
    WHERE run_id = {run_id:UUID} AND person NOT IN (SELECT person FROM run_odd_persons WHERE run_id = {run_id:UUID})
  ),
  members AS (
    SELECT
      sipHash128(r.identifier) AS identifier, sipHash128(r.person_id) AS person, startsWith(r.identifier, 'visitor:') OR startsWith(r.identifier, 'click:') AS of_clicks
    FROM run_members AS r WHERE run_id = {run_id:UUID}
  )
SELECT {run_id:UUID}, p.bucket, m.identifier, p.conversion_id, p.order_id, p.at_ms, m.of_clicks
FROM members AS m INNER JOIN persons AS p ON p.person = m.person
UNION ALL
-- Who is joined with nothing is their order alone.
SELECT {run_id:UUID}, bucket, person, conversion_id, order_id, at_ms, false FROM persons WHERE person NOT IN (SELECT identifier FROM members)
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}
