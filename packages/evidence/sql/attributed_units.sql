-- What each model credits of the orders of markets, creators or weeks on days of theirs, by unit, with the squares of every order's part: what the sums vary by. Nothing
-- that was received later. An order is of the market of either side that is named like its country and region, its region, or else its country; of the creators it is credited to; of its ISO week.
SELECT
  lines.model AS model, cells.unit AS unit, sum(lines.orders) AS orders, sum(lines.revenue) AS revenue_minor, sum(lines.orders * lines.orders) AS orders_squares,
  sum(lines.revenue * lines.revenue) AS revenue_squares
FROM (
  SELECT
    of_scope.model AS model, of_scope.orders AS orders, of_scope.revenue AS revenue, placed.day AS day,
    multiIf({by:String} = 'creator', of_scope.creator, {by:String} = 'week', placed.week, placed.market) AS unit
  FROM (
    SELECT
      model, conversion_id, if({by:String} = 'creator', creator_id, '') AS creator, toFloat64(sum(weight)) AS orders,
      toFloat64(sum(amount_workspace_minor)) AS revenue
    FROM ledger
    WHERE workspace_id = {workspace_id:String} AND touch_id != '(unattributed)' AND conversion_time >= fromUnixTimestamp64Milli({since_ms:Int64})
      AND if(
        {by:String} = 'creator', has({units:Array(String)}, creator_id),
        has({link_ids:Array(String)}, link_id) OR has({creator_ids:Array(String)}, creator_id) OR has({campaign_ids:Array(String)}, campaign_id)
      )
    GROUP BY model, conversion_id, creator
  ) AS of_scope
  INNER JOIN (
    SELECT
      conversion_id, toDate(occurred_at, {zone:String}) AS day, concat(toString(toISOYear(day)), '-W', leftPad(toString(toISOWeek(day)), 2, '0')) AS week,
      multiIf(
        has({names:Array(String)}, concat(country, '-', region)), concat(country, '-', region), has({names:Array(String)}, region), region, country
      ) AS market
    FROM orders
    WHERE workspace_id = {workspace_id:String} AND occurred_at >= fromUnixTimestamp64Milli({since_ms:Int64})
      AND received_at < fromUnixTimestamp64Milli({known_ms:Int64})
  ) AS placed ON placed.conversion_id = of_scope.conversion_id
) AS lines
INNER JOIN (
  SELECT cell.1 AS unit, toDate(cell.2) AS from_day, toDate(cell.3) AS to_day
  FROM (SELECT arrayJoin(arrayZip({units:Array(String)}, {from_days:Array(String)}, {to_days:Array(String)})) AS cell)
) AS cells ON cells.unit = lines.unit
WHERE lines.day >= cells.from_day AND lines.day <= cells.to_day
GROUP BY model, unit
ORDER BY model, unit
SETTINGS max_bytes_before_external_group_by = 1000000000
