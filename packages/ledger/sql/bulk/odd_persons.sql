-- Who is credited one by one: money or codes that are not plain, or more pairs of touches and orders than one bucket should meet.
INSERT INTO run_odd_persons
WITH
  bought AS (SELECT person, person_id, codes, odd FROM run_orders WHERE run_id = {run_id:UUID}),
  busy AS (
    SELECT person, any(person_id) AS person_id, count() AS orders, sum(length(codes)) AS codes FROM bought GROUP BY person HAVING orders >= {orders_many:UInt32}
  ),
  members AS (SELECT identifier, person_id FROM run_members WHERE run_id = {run_id:UUID}),
  busy_members AS (
    SELECT identifier, person_id FROM members WHERE person_id IN (SELECT person_id FROM busy)
  ),
/* clicks */,
  clicked AS (
    SELECT m.person_id AS person_id, count() AS clicks
    FROM (
      SELECT identifier FROM clicks WHERE identifier IN (SELECT sipHash128(identifier) FROM busy_members)
    ) AS c
    INNER JOIN busy_members AS m ON sipHash128(m.identifier) = c.identifier
    GROUP BY person_id
  ),
  redeemed AS (
    SELECT arrayJoin([
      if(payload.order_id = '', '', concat('order:', payload.order_id)), concat('visitor:', person.visitor_id),
      concat('customer:', person.customer_id), concat('email:', person.email_sha256)
    ]) AS identifier
    FROM redemption_facts FINAL WHERE workspace_id = {workspace_id:String} AND match(payload.code, '[^ -~]')
  ),
  odd AS (
    SELECT person, person_id FROM bought WHERE odd OR arrayExists(code -> match(code, '[^ -~]'), codes)
    UNION ALL
    SELECT sipHash128(person_id), person_id FROM (
      SELECT person_id FROM members WHERE identifier IN (SELECT identifier FROM redeemed)
      UNION ALL
      SELECT identifier FROM redeemed WHERE startsWith(identifier, 'order:')
    )
    UNION ALL
    SELECT b.person, b.person_id FROM busy AS b LEFT JOIN clicked AS c ON c.person_id = b.person_id WHERE (c.clicks + b.codes) * b.orders > {pairs_max:UInt64}
  )
SELECT {run_id:UUID}, person, any(person_id) FROM odd WHERE person IN (SELECT person FROM bought) GROUP BY person
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}
