-- What was laid out a day ago or more and never removed.
SELECT DISTINCT toString(run_id) AS run FROM lift_units WHERE UUIDv7ToDateTime(run_id) < now() - INTERVAL 1 DAY
