-- Persons with orders, some or all: one row each with orders, refunds, clicks between two instants, and redeemed codes.
WITH
  members AS (
    SELECT identifier, person_id FROM person_members FINAL
    WHERE workspace_id = {workspace_id:String} AND ({all:Bool} OR person_id IN {persons:Array(String)})
  ),
  facts AS (
    SELECT
      'order' AS kind, concat('order:', payload.order_id) AS identifier, toString(event_id) AS id, toUnixTimestamp64Milli(occurred_at) AS at_ms,
      payload.order_id AS order_id, payload.amount_minor AS amount_minor, payload.currency AS currency, payload.fx_rate AS fx_rate,
      payload.codes AS codes, '' AS link_id, '' AS class
    FROM order_facts FINAL WHERE workspace_id = {workspace_id:String}
    UNION ALL
    SELECT
      'refund', concat('order:', payload.order_id), toString(event_id), toUnixTimestamp64Milli(occurred_at),
      payload.order_id, payload.delta_minor, payload.currency, '', [], '', ''
    FROM refund_facts FINAL WHERE workspace_id = {workspace_id:String}
    UNION ALL
    SELECT
      'code',
      multiIf(
        payload.order_id != '', concat('order:', payload.order_id), person.customer_id != '', concat('customer:', person.customer_id),
        person.email_sha256 != '', concat('email:', person.email_sha256), concat('visitor:', person.visitor_id)
      ),
      toString(event_id), toUnixTimestamp64Milli(occurred_at), payload.order_id, 0, '', '', [payload.code], '', ''
    FROM redemption_facts FINAL WHERE workspace_id = {workspace_id:String}
    UNION ALL
    -- Repeats of a click are dropped by the reader: FINAL over all clicks costs more.
    SELECT
      'click', if(person.visitor_id = '', concat('click:', toString(event_id)), concat('visitor:', person.visitor_id)) AS clicker,
      toString(event_id), toUnixTimestamp64Milli(occurred_at), '', 0, '', '', [], payload.link_id, payload.class
    FROM click_facts
    WHERE workspace_id = {workspace_id:String}
      AND occurred_at > fromUnixTimestamp64Milli({from_ms:Int64}) AND occurred_at <= fromUnixTimestamp64Milli({to_ms:Int64})
      -- Compared as the table has them: to spell out a name for every click costs more than all the rest.
      AND (
        person.visitor_id IN (SELECT substring(identifier, 9) FROM members WHERE startsWith(identifier, 'visitor:'))
        OR (person.visitor_id = '' AND clicker IN (SELECT identifier FROM members WHERE startsWith(identifier, 'click:')))
      )
  )
SELECT
  if(m.person_id = '', f.identifier, m.person_id) AS person,
  groupArrayIf((f.id, f.at_ms, f.order_id, f.amount_minor, f.currency, f.fx_rate, f.codes), f.kind = 'order') AS orders,
  groupArrayIf((f.id, f.at_ms, f.order_id, f.amount_minor, f.currency), f.kind = 'refund') AS refunds,
  groupArrayIf((f.id, f.at_ms, f.link_id, f.class), f.kind = 'click') AS clicks,
  groupArrayIf((f.id, f.at_ms, f.order_id, f.codes[1]), f.kind = 'code') AS redemptions
FROM facts AS f LEFT JOIN members AS m ON m.identifier = f.identifier
WHERE {all:Bool} OR m.person_id != '' OR f.identifier IN {persons:Array(String)}
GROUP BY person
HAVING notEmpty(orders)
SETTINGS max_bytes_before_external_group_by = 500000000
