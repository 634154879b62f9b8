-- Customers by the month of their first order, and what they brought by months since; of all, or of those whose first order is credited to a creator, by the
-- share it is credited with. Reads whom orders belong to, tells sums. Somebody whose first order says that they are no new customer was acquired before.
SELECT formatDateTime(first_at, '%Y-%m', {zone:String}) AS month, dateDiff('month', first_at, purchase.1, {zone:String}) AS age,
  sum(first_share * purchase.2) AS revenue_minor, sumIf(first_share, purchase.3) AS customers
FROM (
  SELECT customer, min(at) AS first_at, argMin(conversion_id, (at, conversion_id)) AS first_order, argMin(share, (at, conversion_id)) AS first_share,
    arrayMap(each -> (each.1, each.2, each.3 = first_order), groupArray((at, amount_minor, conversion_id))) AS purchases
  FROM (
    SELECT if(members.person_id = '', concat('order:', lines.order_id), members.person_id) AS customer, lines.conversion_id AS conversion_id, lines.at AS at,
      lines.amount_minor AS amount_minor, if({creator:String} = '', 1, lines.own_share) AS share
    FROM (
      SELECT conversion_id, order_id, min(conversion_time) AS at, sum(amount_workspace_minor) AS amount_minor, sumIf(weight, creator_id = {creator:String}) AS own_share
      FROM ledger
      WHERE workspace_id = {workspace:String} AND model = {model:String} AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
      GROUP BY conversion_id, order_id
    ) AS lines
    LEFT JOIN (
      SELECT identifier, person_id FROM person_members FINAL WHERE workspace_id = {workspace:String} AND startsWith(identifier, 'order:')
    ) AS members ON members.identifier = concat('order:', lines.order_id)
  )
  GROUP BY customer
  HAVING first_at >= toDateTime({first_month:Date}, {zone:String}) AND first_share > 0
)
ARRAY JOIN purchases AS purchase
WHERE first_order NOT IN (SELECT conversion_id FROM orders WHERE workspace_id = {workspace:String} AND new_customer = false)
GROUP BY month, age
ORDER BY month, age
LIMIT {limit:UInt32}
SETTINGS max_bytes_before_external_group_by = 268435456, max_memory_usage = 1073741824, max_execution_time = 30
