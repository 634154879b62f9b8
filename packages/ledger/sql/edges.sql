-- Facts that join identifiers of a person, all of them or those beyond the offsets a run knew; a click stands for its visitor where there is one.
WITH
  named AS (
    SELECT
      event_id, toUnixTimestamp64Milli(occurred_at) AS at_ms, concat('order:', payload.order_id) AS order_name, toUUIDOrZero(payload.click_id) AS click_id,
      person.visitor_id AS visitor_id, person.customer_id AS customer_id, person.email_sha256 AS email_sha256
    FROM order_facts FINAL
    WHERE workspace_id = {workspace_id:String}
      AND ({all:Bool} OR _offset >= transform(_partition, {conversions_partitions:Array(UInt16)}, {conversions_offsets:Array(UInt64)}, toUInt64(0)))
    UNION ALL
    SELECT
      event_id, toUnixTimestamp64Milli(occurred_at), if(payload.order_id = '', '', concat('order:', payload.order_id)), toUUIDOrZero(''),
      person.visitor_id, person.customer_id, person.email_sha256
    FROM redemption_facts FINAL
    WHERE workspace_id = {workspace_id:String}
      AND ({all:Bool} OR _offset >= transform(_partition, {conversions_partitions:Array(UInt16)}, {conversions_offsets:Array(UInt64)}, toUInt64(0)))
    UNION ALL
    SELECT
      event_id, toUnixTimestamp64Milli(occurred_at), '', toUUIDOrZero(payload.click_id), person.visitor_id, person.customer_id, person.email_sha256
    FROM identity_facts FINAL
    WHERE workspace_id = {workspace_id:String}
      AND ({all:Bool} OR _offset >= transform(_partition, {identities_partitions:Array(UInt16)}, {identities_offsets:Array(UInt64)}, toUInt64(0)))
  ),
  clicked AS (
    SELECT event_id AS click_id, any(person.visitor_id) AS visitor FROM click_facts
    WHERE workspace_id = {workspace_id:String} AND event_id IN (SELECT click_id FROM named)
    GROUP BY event_id
  )
SELECT
  toString(n.event_id) AS event_id, n.at_ms AS at_ms,
  arrayDistinct(arrayFilter(identifier -> identifier != '', [
    n.order_name,
    multiIf(n.click_id = toUUIDOrZero(''), '', c.visitor = '', concat('click:', toString(n.click_id)), concat('visitor:', c.visitor)),
    if(n.visitor_id = '', '', concat('visitor:', n.visitor_id)),
    if(n.customer_id = '', '', concat('customer:', n.customer_id)),
    if(n.email_sha256 = '', '', concat('email:', n.email_sha256))
  ])) AS identifiers
FROM named AS n LEFT JOIN clicked AS c ON c.click_id = n.click_id
ORDER BY at_ms, event_id
SETTINGS max_bytes_before_external_sort = 500000000, max_bytes_before_external_group_by = 500000000
