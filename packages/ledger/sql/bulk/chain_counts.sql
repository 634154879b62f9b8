-- All moves and ends of a chain of some order.
SELECT toString(kind) AS piece, steps, sum(conversions) AS converted, sum(value) AS worth, sum(nulls) AS ended
FROM run_chain WHERE run_id = {run_id:UUID} AND chain_order = {chain_order:UInt8}
GROUP BY piece, steps
