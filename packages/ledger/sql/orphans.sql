-- Conversions the ledger credits although no order of that id is known.
SELECT workspace_id, toString(l.conversion_id) AS conversion_id, any(l.order_id) AS order_id
FROM ledger AS l
WHERE ({workspace_id:String} = '' OR workspace_id = {workspace_id:String}) AND (workspace_id, l.conversion_id) NOT IN (SELECT workspace_id, event_id FROM order_facts)
GROUP BY workspace_id, l.conversion_id
LIMIT {limit:UInt64}
