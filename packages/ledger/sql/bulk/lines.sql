-- Every credit line of one bucket, under every rule model.
INSERT INTO {target:Identifier} (
  workspace_id, run_id, model, model_version, conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  weight, amount_minor, currency, amount_workspace_minor, workspace_currency, kind, event_time, knowledge_time
)
WITH
/* journeys */,
/* taken */,
/* parts */,
/* split */,
  -- Everything about owners by their number, which counts from 1: looking 26 million lines up in arrays takes a quarter of what a join takes.
  (
    SELECT (groupArray(creator_id), groupArray(campaign_id), groupArray(post_id), groupArray(link_id), groupArray(platform), groupArray(if(kind = 'code', name, '')))
    FROM (SELECT * FROM run_owners WHERE run_id = {run_id:UUID} ORDER BY owner)
  ) AS owned
SELECT
  {workspace_id:String}, {run_id:UUID}, {models:Array(LowCardinality(String))}[s.model], {versions:Array(UInt16)}[s.model], s.conversion_id, s.order_id,
  multiIf(position = 0, '(unattributed)', owner >= 2147483648, concat(UUIDNumToString(id), '/', owned.6[number]), UUIDNumToString(id)), position,
  owned.1[number], owned.2[number], owned.3[number], owned.4[number], owned.5[number], unit / 1000000000000, sign(s.amount_minor) * amount, s.currency,
  sign(s.amount_workspace_minor) * amount_workspace, {currency:String}, 'credit', fromUnixTimestamp64Milli(s.at_ms), fromUnixTimestamp64Milli({knowledge_ms:Int64})
FROM splits AS s
ARRAY JOIN
  s.positions AS position, s.ids AS id, s.owners AS owner, arrayMap(owner -> bitAnd(owner, 2147483647), s.owners) AS number, s.split_1 AS unit, s.split_2 AS amount,
  if(s.amount_workspace_minor = s.amount_minor, s.split_2, s.split_3) AS amount_workspace
-- In one comparison: see `splits`.
WHERE bitOr(bitOr(unit, amount), amount_workspace) != 0
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}, max_partitions_per_insert_block = 1000,
  -- Few large parts need not be merged; nobody sends this again, so nothing is remembered to know it by.
  min_insert_block_size_rows = 2000000, min_insert_block_size_bytes = {block_bytes:UInt64}, max_threads = {threads:UInt16}, max_insert_threads = {insert_threads:UInt16}, insert_deduplicate = 0,
  -- `taken` says when it wants to be sorted.
  query_plan_remove_redundant_sorting = 0
