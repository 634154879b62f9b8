-- Runs that ended a day ago or more without clearing up.
SELECT DISTINCT toString(run_id) AS run FROM {table:Identifier} WHERE UUIDv7ToDateTime(run_id) < now() - INTERVAL 1 DAY
