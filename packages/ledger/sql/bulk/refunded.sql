-- In which buckets anything was refunded.
SELECT DISTINCT bucket FROM run_orders WHERE run_id = {run_id:UUID} AND notEmpty(refunds)
