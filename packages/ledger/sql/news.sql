-- What of a workspace lies beyond the offsets a run knew.
SELECT
  (
    SELECT count() FROM click_facts
    WHERE workspace_id = {workspace_id:String} AND (_offset >= {clicks_least:UInt64} OR _partition NOT IN {clicks_partitions:Array(UInt16)})
      AND _offset >= transform(_partition, {clicks_partitions:Array(UInt16)}, {clicks_offsets:Array(UInt64)}, toUInt64(0))
  ) AS clicks,
  (
    SELECT count() FROM order_facts
    WHERE workspace_id = {workspace_id:String} AND _offset >= transform(_partition, {conversions_partitions:Array(UInt16)}, {conversions_offsets:Array(UInt64)}, toUInt64(0))
  ) AS orders,
  (
    SELECT count() FROM redemption_facts
    WHERE workspace_id = {workspace_id:String} AND _offset >= transform(_partition, {conversions_partitions:Array(UInt16)}, {conversions_offsets:Array(UInt64)}, toUInt64(0))
  ) AS redemptions,
  (
    SELECT count() FROM refund_facts
    WHERE workspace_id = {workspace_id:String} AND _offset >= transform(_partition, {conversions_partitions:Array(UInt16)}, {conversions_offsets:Array(UInt64)}, toUInt64(0))
  ) AS refunds,
  (
    SELECT count() FROM identity_facts
    WHERE workspace_id = {workspace_id:String} AND _offset >= transform(_partition, {identities_partitions:Array(UInt16)}, {identities_offsets:Array(UInt64)}, toUInt64(0))
  ) AS identities
