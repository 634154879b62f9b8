-- Where the journeys of one bucket's orders move on and end.
INSERT INTO run_chain
WITH
/* journeys */,
  walked AS (SELECT path, greatest(amount_workspace_minor, 0) AS value FROM journeys),
/* routes */
SELECT {run_id:UUID}, {chain_order:UInt8}, piece.1, piece.2, count(), sum(value), 0
FROM routes ARRAY JOIN pieces AS piece
GROUP BY piece
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}
