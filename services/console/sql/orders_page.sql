-- One page of orders, newest first, from a place on; of one creator's credit and with the beginning of an order id where asked.
SELECT conversion_id, order_id, toUnixTimestamp64Milli(occurred_at) AS occurred_ms, amount_minor, currency, new_customer
FROM orders
WHERE workspace_id = {workspace:String}
  AND occurred_at >= toDateTime({from:Date}, {zone:String}) AND occurred_at < toDateTime(addDays({to:Date}, 1), {zone:String})
  AND ({after_ms:Int64} = 0 OR (occurred_ms, toString(conversion_id)) < ({after_ms:Int64}, {after_id:String}))
  AND ({search:String} = '' OR startsWith(order_id, {search:String}))
  AND ({creator:String} = '' OR conversion_id IN (
    SELECT conversion_id FROM ledger
    WHERE workspace_id = {workspace:String} AND model = {model:String}
      AND if({creator:String} = '(unattributed)', touch_id = '(unattributed)', creator_id = {creator:String})
  ))
ORDER BY occurred_ms DESC, toString(conversion_id) DESC
LIMIT {limit:UInt32}
