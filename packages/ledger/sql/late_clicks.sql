-- How many facts that a run knew name a click that came only now.
WITH
  new_clicks AS (
    SELECT event_id FROM click_facts
    WHERE workspace_id = {workspace_id:String} AND (_offset >= {clicks_least:UInt64} OR _partition NOT IN {clicks_partitions:Array(UInt16)})
      AND _offset >= transform(_partition, {clicks_partitions:Array(UInt16)}, {clicks_offsets:Array(UInt64)}, toUInt64(0))
  )
SELECT
  (
    SELECT count() FROM order_facts
    WHERE workspace_id = {workspace_id:String} AND payload.click_id != '' AND toUUIDOrZero(payload.click_id) IN new_clicks
      AND _offset < transform(_partition, {conversions_partitions:Array(UInt16)}, {conversions_offsets:Array(UInt64)}, toUInt64(0))
  ) + (
    SELECT count() FROM identity_facts
    WHERE workspace_id = {workspace_id:String} AND payload.click_id != '' AND toUUIDOrZero(payload.click_id) IN new_clicks
      AND _offset < transform(_partition, {identities_partitions:Array(UInt16)}, {identities_offsets:Array(UInt64)}, toUInt64(0))
  ) AS late_clicks
