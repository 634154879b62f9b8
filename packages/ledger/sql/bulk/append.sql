-- Takes back what stands of the changed orders and appends what should, in this order of time: a reader takes reversals of a run first.
INSERT INTO ledger_lines (
  workspace_id, run_id, model, model_version, conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  weight, amount_minor, currency, amount_workspace_minor, workspace_currency, kind, event_time, knowledge_time
)
WITH changes AS (SELECT conversion_id, model FROM run_changes WHERE run_id = {run_id:UUID})
SELECT
  {workspace_id:String}, {run_id:UUID}, model, model_version, l.conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id,
  platform, -argMaxIf(l.weight, knowledge_time, kind = 'credit'), -sum(l.amount_minor), currency, -sum(l.amount_workspace_minor), workspace_currency,
  'reversal', argMaxIf(l.event_time, knowledge_time, kind = 'credit'), fromUnixTimestamp64Milli({knowledge_ms:Int64}, 'UTC')
FROM ledger_history AS l
WHERE workspace_id = {workspace_id:String} AND (l.conversion_id, model) IN changes
GROUP BY
  model, model_version, l.conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform, currency, workspace_currency
HAVING sum(multiIf(kind = 'credit', 1, kind = 'reversal', -1, 0)) > 0
UNION ALL
SELECT
  workspace_id, run_id, model, model_version, conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  weight, amount_minor, currency, amount_workspace_minor, workspace_currency, kind, event_time, knowledge_time
FROM run_lines
WHERE run_id = {run_id:UUID} AND (conversion_id, model) IN changes
SETTINGS max_bytes_before_external_group_by = {spill_bytes:UInt64}, max_partitions_per_insert_block = 1000
