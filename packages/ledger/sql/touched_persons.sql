-- Persons that may have orders and whose facts lie beyond the offsets a run knew, or who touched a link or code that was changed.
WITH
  -- What is not printable ASCII cannot be spelled here as the ledger spells it, so it goes with every change.
  code -> match(code, '[^ -~]') OR upper(trim(code)) IN {codes:Array(String)} AS is_changed,
  touched AS (
    SELECT if(person.visitor_id = '', concat('click:', toString(event_id)), concat('visitor:', person.visitor_id)) AS identifier FROM click_facts
    -- The first of these is what an index knows.
    WHERE workspace_id = {workspace_id:String} AND (_offset >= {clicks_least:UInt64} OR _partition NOT IN {clicks_partitions:Array(UInt16)})
      AND _offset >= transform(_partition, {clicks_partitions:Array(UInt16)}, {clicks_offsets:Array(UInt64)}, toUInt64(0))
    UNION DISTINCT
    SELECT if(person.visitor_id = '', concat('click:', toString(event_id)), concat('visitor:', person.visitor_id)) FROM click_facts
    WHERE notEmpty({links:Array(String)}) AND workspace_id = {workspace_id:String} AND payload.link_id IN {links:Array(String)}
    UNION DISTINCT
    SELECT concat('order:', payload.order_id) FROM order_facts
    WHERE workspace_id = {workspace_id:String} AND (
      _offset >= transform(_partition, {conversions_partitions:Array(UInt16)}, {conversions_offsets:Array(UInt64)}, toUInt64(0))
      -- Nobody's codes are read where none was changed.
      OR (notEmpty({codes:Array(String)}) AND arrayExists(is_changed, payload.codes))
    )
    UNION DISTINCT
    SELECT concat('order:', payload.order_id) FROM refund_facts
    WHERE workspace_id = {workspace_id:String}
      AND _offset >= transform(_partition, {conversions_partitions:Array(UInt16)}, {conversions_offsets:Array(UInt64)}, toUInt64(0))
    UNION DISTINCT
    SELECT arrayJoin([
      if(payload.order_id = '', '', concat('order:', payload.order_id)), concat('visitor:', person.visitor_id),
      concat('customer:', person.customer_id), concat('email:', person.email_sha256)
    ]) FROM redemption_facts
    WHERE workspace_id = {workspace_id:String} AND (
      _offset >= transform(_partition, {conversions_partitions:Array(UInt16)}, {conversions_offsets:Array(UInt64)}, toUInt64(0))
      OR (notEmpty({codes:Array(String)}) AND is_changed(payload.code))
    )
    UNION DISTINCT
    SELECT arrayJoin([concat('visitor:', person.visitor_id), concat('customer:', person.customer_id), concat('email:', person.email_sha256)]) FROM identity_facts
    WHERE workspace_id = {workspace_id:String}
      AND _offset >= transform(_partition, {identities_partitions:Array(UInt16)}, {identities_offsets:Array(UInt64)}, toUInt64(0))
  ),
  -- The newest row says whose an identifier is; FINAL over everybody costs more than the rest.
  members AS (
    SELECT identifier, argMax(person_id, knowledge_time) AS person FROM person_members
    WHERE workspace_id = {workspace_id:String} AND identifier IN touched
    GROUP BY identifier
  )
SELECT DISTINCT if(m.person = '', t.identifier, m.person) AS person
FROM touched AS t LEFT JOIN members AS m ON m.identifier = t.identifier
WHERE m.person != '' OR startsWith(t.identifier, 'order:')
LIMIT {limit:UInt64}
