-- Persons that may have orders and whose facts lie beyond the offsets a run knew, or who touched a link or code that was changed.
WITH
  -- What is not printable ASCII cannot be spelled here as the ledger spells it, so it goes with every change.
  code -> notEmpty({codes:Array(String)}) AND (match(code, '[^ -~]') OR upper(trim(code)) IN {codes:Array(String)}) AS is_changed,
  touched AS (
    SELECT if(person.visitor_id = '', concat('click:', toString(event_id)), concat('visitor:', person.visitor_id)) AS identifier FROM click_facts
    WHERE workspace_id = {workspace_id:String} AND (
      _offset >= transform(_partition, {clicks_partitions:Array(UInt16)}, {clicks_offsets:Array(UInt64)}, toUInt64(0))
      OR payload.link_id IN {links:Array(String)}
    )
    UNION DISTINCT
    SELECT concat('order:', payload.order_id) FROM order_facts
    WHERE workspace_id = {workspace_id:String} AND (
      _offset >= transform(_partition, {conversions_partitions:Array(UInt16)}, {conversions_offsets:Array(UInt64)}, toUInt64(0))
      OR arrayExists(is_changed, payload.codes)
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
      OR is_changed(payload.code)
    )
    UNION DISTINCT
    SELECT arrayJoin([concat('visitor:', person.visitor_id), concat('customer:', person.customer_id), concat('email:', person.email_sha256)]) FROM identity_facts
    WHERE workspace_id = {workspace_id:String}
      AND _offset >= transform(_partition, {identities_partitions:Array(UInt16)}, {identities_offsets:Array(UInt64)}, toUInt64(0))
  )
SELECT person_id AS person FROM person_members FINAL
WHERE workspace_id = {workspace_id:String} AND identifier IN touched
UNION DISTINCT
SELECT identifier FROM touched
WHERE startsWith(identifier, 'order:')
  AND identifier NOT IN (SELECT identifier FROM person_members FINAL WHERE workspace_id = {workspace_id:String} AND identifier IN touched)
LIMIT {limit:UInt64}
