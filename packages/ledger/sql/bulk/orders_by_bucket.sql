-- How many orders each bucket has, and whether anything of them was refunded.
SELECT bucket, count() AS orders, countIf(notEmpty(refunds)) AS refunded FROM run_orders WHERE run_id = {run_id:UUID} GROUP BY bucket
