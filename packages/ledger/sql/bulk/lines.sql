-- Every credit line of one bucket, under every rule model.
INSERT INTO {target:Identifier} (
  workspace_id, run_id, model, model_version, conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  weight, amount_minor, currency, amount_workspace_minor, workspace_currency, kind, event_time, knowledge_time
)
WITH
/* journeys */,
/* parts */,
/* split */
SELECT
  {workspace_id:String}, {run_id:UUID}, {models:Array(LowCardinality(String))}[s.model], {versions:Array(UInt16)}[s.model], s.conversion_id, s.order_id,
  multiIf(position = 0, '(unattributed)', owner >= 2147483648, concat(UUIDNumToString(id), '/', o.name), UUIDNumToString(id)), position,
  o.creator_id, o.campaign_id, o.post_id, o.link_id, o.platform, unit / 1000000000000, sign(s.amount_minor) * amount, s.currency,
  sign(s.amount_workspace_minor) * amount_workspace, {currency:String}, 'credit', fromUnixTimestamp64Milli(s.at_ms), fromUnixTimestamp64Milli({knowledge_ms:Int64})
FROM splits AS s
ARRAY JOIN
  s.positions AS position, s.ids AS id, s.owners AS owner, s.split_1 AS unit, s.split_2 AS amount,
  if(s.amount_workspace_minor = s.amount_minor, s.split_2, s.split_3) AS amount_workspace
LEFT JOIN (
  SELECT owner, if(kind = 'code', name, '') AS name, creator_id, campaign_id, post_id, link_id, platform FROM run_owners WHERE run_id = {run_id:UUID}
) AS o ON o.owner = bitAnd(owner, 2147483647)
WHERE unit != 0 OR amount != 0 OR amount_workspace != 0
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}, max_partitions_per_insert_block = 1000,
  -- Few large parts need not be merged; nobody sends this again, so nothing is remembered to know it by.
  min_insert_block_size_rows = 2000000, min_insert_block_size_bytes = {block_bytes:UInt64}, max_insert_threads = 2, insert_deduplicate = 0
