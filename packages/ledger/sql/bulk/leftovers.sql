-- What runs that ended a day ago or more never cleared up, by table.
SELECT DISTINCT _table AS table, toString(run_id) AS run
FROM merge(currentDatabase(), {tables:String})
WHERE UUIDv7ToDateTime(run_id) < now() - INTERVAL 1 DAY
