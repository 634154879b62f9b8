  -- The touches that count for each order of one bucket, as the pure `journey` of @touchline/attribution finds them: (instant, id, owner, channel, creator).
  targets AS (SELECT identifier, conversion_id, order_id, at_ms FROM run_targets WHERE run_id = {run_id:UUID} AND bucket = {bucket:UInt16}),
  -- Most identifiers are of orders and customers, and no click's.
  click_targets AS (SELECT identifier, conversion_id, at_ms FROM run_targets WHERE run_id = {run_id:UUID} AND bucket = {bucket:UInt16} AND of_clicks),
  bought AS (
    SELECT * FROM run_orders
    WHERE run_id = {run_id:UUID} AND bucket = {bucket:UInt16} AND person NOT IN (SELECT person FROM run_odd_persons WHERE run_id = {run_id:UUID})
  ),
  link_owners AS (
    SELECT name, owner, channel, creator FROM run_owners WHERE run_id = {run_id:UUID} AND kind = 'link' AND creator_id != ''
  ),
  -- Who held a code, in the order of the directory.
  code_owners AS (
    SELECT name, arraySort(groupArray((owner, channel, creator, from_ms, until_ms, creator_id != ''))) AS tenures
    FROM run_owners WHERE run_id = {run_id:UUID} AND kind = 'code' GROUP BY name
  ),
/* clicks */,
  clicked AS (
    SELECT t.conversion_id AS conversion_id, false AS is_code, (c.at_ms, c.id, o.owner, o.channel, o.creator) AS touch
    FROM (
      SELECT toUnixTimestamp64Milli(occurred_at) AS at_ms, UUIDToNum(event_id) AS id, link_id, identifier FROM clicks
      WHERE ({everybody:Bool} OR identifier IN (SELECT identifier FROM click_targets))
        AND occurred_at > fromUnixTimestamp64Milli({from_ms:Int64}) AND occurred_at <= fromUnixTimestamp64Milli({to_ms:Int64})
    ) AS c
    INNER JOIN click_targets AS t ON t.identifier = c.identifier
    INNER JOIN link_owners AS o ON o.name = c.link_id
    WHERE c.at_ms <= t.at_ms AND c.at_ms > t.at_ms - {click_window_ms:Int64}
  ),
  -- Also of orders of other times: a code on one order may count for another.
  carried AS (
    SELECT conversion_id, order_id, at_ms, arrayJoin(arrayDistinct(arrayMap(code -> upper(trim(code)), codes))) AS code FROM run_orders
    WHERE run_id = {run_id:UUID} AND notEmpty(codes)
  ),
  redeemed AS (
    SELECT
      sipHash128(multiIf(
        payload.order_id != '', concat('order:', payload.order_id), person.customer_id != '', concat('customer:', person.customer_id),
        person.email_sha256 != '', concat('email:', person.email_sha256), concat('visitor:', person.visitor_id)
      )) AS identifier,
      UUIDToNum(event_id) AS id, toUnixTimestamp64Milli(occurred_at) AS at_ms, payload.order_id AS order_id, upper(trim(payload.code)) AS code, false AS on_order
    FROM redemption_facts FINAL
    -- A redemption reported for an order that carries the same code itself is the same redemption.
    WHERE workspace_id = {workspace_id:String} AND (payload.order_id, upper(trim(payload.code))) NOT IN (SELECT order_id, code FROM carried)
    UNION ALL
    SELECT sipHash128(concat('order:', order_id)), UUIDToNum(conversion_id), at_ms, order_id, code, true FROM carried
  ),
  coded AS (
    SELECT
      t.conversion_id AS conversion_id, if(r.order_id = t.order_id, least(r.at_ms, t.at_ms), r.at_ms) AS at_ms,
      -- Who held it then; else who held it last before; else who held it first.
      arrayFilter(tenure -> tenure.4 <= r.at_ms, o.tenures) AS began, arrayFilter(tenure -> r.at_ms < tenure.5, began) AS holding,
      multiIf(notEmpty(holding), holding[1], notEmpty(began), began[-1], o.tenures[1]) AS holder,
      -- Of a code that stands on an order the id is the order's, and this bit says so.
      true AS is_code, (at_ms, r.id, bitOr(holder.1, if(r.on_order, 2147483648, 0)), holder.2, holder.3) AS touch
    FROM redeemed AS r
    INNER JOIN targets AS t ON t.identifier = r.identifier
    INNER JOIN code_owners AS o ON o.name = r.code
    WHERE holder.6 AND at_ms <= t.at_ms AND at_ms > t.at_ms - {code_window_ms:Int64}
  ),
  found AS (
    SELECT conversion_id, arrayCompact(arraySort(groupArrayIf(touch, NOT is_code))) AS clicks, groupArrayIf(touch, is_code) AS codes
    FROM (SELECT conversion_id, is_code, touch FROM clicked UNION ALL SELECT conversion_id, is_code, touch FROM coded)
    GROUP BY conversion_id
  ),
  told AS (SELECT *, if(empty(codes), [], arrayDistinct(clicks.5)) AS click_creators FROM found),
  -- A code and a click of the same creator are one touch.
  apart AS (SELECT conversion_id, clicks, if(empty(codes), codes, arrayFilter(code -> NOT has(click_creators, code.5), codes)) AS other_codes FROM told),
  gathered AS (SELECT conversion_id, if(empty(other_codes), clicks, arraySort(arrayConcat(clicks, other_codes))) AS touches FROM apart),
  journeys AS (
    SELECT
      b.conversion_id AS conversion_id, b.order_id AS order_id, b.at_ms AS at_ms, b.amount_minor AS amount_minor, b.currency AS currency,
      b.amount_workspace_minor AS amount_workspace_minor,
      multiIf(
        {transform:String} = 'all', g.touches,
        {transform:String} = 'unique', arrayFilter((touch, nth) -> nth = 1, g.touches, arrayEnumerateUniq(g.touches.4)),
        arrayFilter((touch, later) -> touch.4 != later, g.touches, arrayShiftLeft(g.touches.4, 1))
      ) AS path
    FROM gathered AS g RIGHT JOIN bought AS b ON b.conversion_id = g.conversion_id
  )
