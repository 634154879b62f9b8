-- How many orders some persons (or all) placed, and between which instants.
SELECT count() AS orders, toUnixTimestamp64Milli(min(occurred_at)) AS first_ms, toUnixTimestamp64Milli(max(occurred_at)) AS last_ms
FROM order_facts FINAL
WHERE workspace_id = {workspace_id:String} AND (
  {all:Bool}
  OR concat('order:', payload.order_id) IN {persons:Array(String)}
  OR concat('order:', payload.order_id) IN (
    SELECT identifier FROM person_members FINAL WHERE workspace_id = {workspace_id:String} AND person_id IN {persons:Array(String)} AND startsWith(identifier, 'order:')
  )
)
