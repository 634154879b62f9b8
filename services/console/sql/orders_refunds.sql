-- What was paid back on some orders, in the order's currency.
SELECT order_id, sum(delta_minor) AS refunded_minor
FROM refunds
WHERE workspace_id = {workspace:String} AND order_id IN {order_ids:Array(String)}
GROUP BY order_id
