-- What each model credits an experiment's scope with, of the orders of one arm's units within their windows: by units, orders and revenue. As the sums of the arms count
-- them: a unit in two arms is in neither, an order counts from the assignment on, and nothing that was received later. With the squares of every unit's part: what
-- the sums vary by.
SELECT
  model, sum(least(1, unit_orders) AS unit_counts) AS units, sum(unit_orders) AS orders, sum(unit_revenue_minor) AS revenue_minor,
  sum(unit_counts * unit_counts) AS units_squares, sum(unit_orders * unit_orders) AS orders_squares, sum(unit_revenue_minor * unit_revenue_minor) AS revenue_squares
FROM (
  SELECT lines.model AS model, bought.unit AS unit, toFloat64(sum(lines.weight)) AS unit_orders, toFloat64(sum(lines.amount_workspace_minor)) AS unit_revenue_minor
  FROM (
    SELECT model, conversion_id, weight, amount_workspace_minor
    FROM ledger
    WHERE workspace_id = {workspace_id:String} AND touch_id != '(unattributed)' AND conversion_time >= fromUnixTimestamp64Milli({started_ms:Int64})
      AND (has({link_ids:Array(String)}, link_id) OR has({creator_ids:Array(String)}, creator_id) OR has({campaign_ids:Array(String)}, campaign_id))
  ) AS lines
  INNER JOIN (
    SELECT o.conversion_id AS conversion_id, u.unit AS unit
    FROM (
      SELECT
        orders.conversion_id AS conversion_id, toUnixTimestamp64Milli(orders.occurred_at) AS at_ms,
        sipHash64(multiIf(
          {unit:String} = 'email', orders.email_sha256, {unit:String} = 'customer', orders.customer_id, clicked.visitor_id != '', clicked.visitor_id, orders.visitor_id
        )) AS unit
      FROM (
        SELECT conversion_id, occurred_at, visitor_id, customer_id, email_sha256, click_id
        FROM orders
        WHERE workspace_id = {workspace_id:String} AND occurred_at >= fromUnixTimestamp64Milli({started_ms:Int64})
          AND toUnixTimestamp64Milli(occurred_at) < {until_ms:Int64} AND received_at < fromUnixTimestamp64Milli({known_ms:Int64})
      ) AS orders
      LEFT JOIN (
        SELECT event_id, any(person.visitor_id) AS visitor_id
        FROM click_facts
        WHERE {unit:String} = 'visitor' AND workspace_id = {workspace_id:String} AND event_id IN (
          SELECT toUUIDOrZero(click_id) FROM orders WHERE workspace_id = {workspace_id:String} AND click_id != ''
        )
        GROUP BY event_id
      ) AS clicked ON clicked.event_id = toUUIDOrZero(orders.click_id)
    ) AS o
    INNER JOIN (
      SELECT
        sipHash64(multiIf({unit:String} = 'visitor', person.visitor_id, {unit:String} = 'email', person.email_sha256, person.customer_id)) AS unit,
        min(greatest(toUnixTimestamp64Milli(occurred_at), {started_ms:Int64})) AS assigned_ms
      FROM assignment_facts FINAL
      WHERE workspace_id = {workspace_id:String} AND payload.experiment_id = {experiment_id:String}
        AND toUnixTimestamp64Milli(occurred_at) < {until_ms:Int64} AND received_at < fromUnixTimestamp64Milli({known_ms:Int64})
      GROUP BY unit
      HAVING min(payload.arm) = {arm:String} AND max(payload.arm) = {arm:String}
    ) AS u ON u.unit = o.unit
    WHERE o.at_ms >= u.assigned_ms AND o.at_ms < u.assigned_ms + {window_ms:Int64}
  ) AS bought ON bought.conversion_id = lines.conversion_id
  GROUP BY model, unit
)
GROUP BY model
ORDER BY model
SETTINGS max_bytes_before_external_group_by = 1000000000
