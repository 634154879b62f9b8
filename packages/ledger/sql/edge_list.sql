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
  ),
  -- A click stands for its visitor where there is one.
  edges AS (
    SELECT
      n.event_id AS event_id, n.at_ms AS at_ms,
      arrayDistinct(arrayFilter(identifier -> identifier != '', [
        n.order_name,
        multiIf(n.click_id = toUUIDOrZero(''), '', c.visitor = '', concat('click:', toString(n.click_id)), concat('visitor:', c.visitor)),
        if(n.visitor_id = '', '', concat('visitor:', n.visitor_id)),
        if(n.customer_id = '', '', concat('customer:', n.customer_id)),
        if(n.email_sha256 = '', '', concat('email:', n.email_sha256))
      ])) AS identifiers
    FROM named AS n LEFT JOIN clicked AS c ON c.click_id = n.click_id
  ),
  -- Facts that name what another names, too. Those of which a name is not plain ASCII are among them: such names are sorted otherwise here.
  shared AS (
    SELECT sipHash64(identifier) AS hash FROM edges ARRAY JOIN identifiers AS identifier
    GROUP BY hash HAVING count() > 1 OR max(length(identifier) != lengthUTF8(identifier))
  ),
  meeting AS (SELECT event_id FROM edges ARRAY JOIN identifiers AS identifier WHERE sipHash64(identifier) IN (SELECT hash FROM shared))
