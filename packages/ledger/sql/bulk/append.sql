-- Takes back what stands of the changed orders and appends what should, in this order of time: a reader takes reversals of a run first.
INSERT INTO ledger_lines (
  workspace_id, run_id, model, model_version, conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  weight, amount_minor, currency, amount_workspace_minor, workspace_currency, kind, event_time, knowledge_time
)
WITH changes AS (SELECT conversion_id, model, anew, booked_ms FROM run_changes WHERE run_id = {run_id:UUID})
SELECT
  {workspace_id:String}, run_id, model, model_version, conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  -weight, -amount_minor, currency, -amount_workspace_minor, workspace_currency, 'reversal', event_time, fromUnixTimestamp64Milli({knowledge_ms:Int64}, 'UTC')
FROM run_standing
WHERE run_id = {run_id:UUID} AND (conversion_id, model) IN (SELECT conversion_id, model FROM changes WHERE anew)
UNION ALL
SELECT
  workspace_id, run_id, r.model, model_version, r.conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  weight, amount_minor, currency, amount_workspace_minor, workspace_currency, kind, event_time, knowledge_time
FROM run_lines AS r INNER JOIN changes AS c ON c.conversion_id = r.conversion_id AND c.model = r.model
WHERE r.run_id = {run_id:UUID} AND (c.anew OR (r.kind = 'refund' AND toUnixTimestamp64Milli(r.event_time) > c.booked_ms))
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}, max_partitions_per_insert_block = 1000
