-- Every net line of the ledger as it was known at an instant, in one fixed order, with nothing in it that depends on runs.
SELECT
  workspace_id, model, model_version, toString(l.conversion_id) AS conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id,
  platform, currency, workspace_currency, argMaxIf(l.weight, knowledge_time, kind = 'credit') AS weight, sum(l.amount_minor) AS amount_minor,
  sum(l.amount_workspace_minor) AS amount_workspace_minor, argMaxIf(toUnixTimestamp64Milli(event_time), knowledge_time, kind = 'credit') AS event_time_ms
FROM ledger_history AS l
WHERE ({workspace_id:String} = '' OR workspace_id = {workspace_id:String}) AND model IN {models:Array(String)} AND knowledge_time <= fromUnixTimestamp64Milli({as_of_ms:Int64})
GROUP BY
  workspace_id, model, model_version, l.conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  currency, workspace_currency
HAVING sum(multiIf(kind = 'credit', 1, kind = 'reversal', -1, 0)) > 0
ORDER BY
  workspace_id, toString(l.conversion_id), model, model_version, touch_position, touch_id, order_id, creator_id, campaign_id, post_id, link_id, platform,
  currency, workspace_currency
SETTINGS max_bytes_before_external_group_by = 500000000, max_bytes_before_external_sort = 500000000
