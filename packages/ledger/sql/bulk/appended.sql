-- How many lines a bucket's changes take: those taken back and those given.
WITH changes AS (SELECT conversion_id, model, anew, booked_ms FROM run_changes WHERE run_id = {run_id:UUID})
SELECT
  (SELECT count() FROM run_standing WHERE run_id = {run_id:UUID} AND (conversion_id, model) IN (SELECT conversion_id, model FROM changes WHERE anew))
  + (
    SELECT count() FROM run_lines AS r INNER JOIN changes AS c ON c.conversion_id = r.conversion_id AND c.model = r.model
    WHERE r.run_id = {run_id:UUID} AND (c.anew OR (r.kind = 'refund' AND toUnixTimestamp64Milli(r.event_time) > c.booked_ms))
  ) AS lines
