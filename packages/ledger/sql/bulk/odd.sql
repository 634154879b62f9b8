-- Who is credited one by one.
SELECT person_id FROM run_odd_persons WHERE run_id = {run_id:UUID} ORDER BY person_id
