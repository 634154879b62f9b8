-- What was paid back on some orders, by the currency it was paid in.
SELECT order_id, currency, sum(delta_minor) AS refunded_minor
FROM refunds
WHERE workspace_id = {workspace:String} AND order_id IN {order_ids:Array(String)}
GROUP BY order_id, currency
