-- Every line the finished runs had written for some conversions at an instant.
SELECT
  model, model_version, toString(l.conversion_id) AS conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  weight, amount_minor, currency, amount_workspace_minor, workspace_currency, kind,
  toUnixTimestamp64Milli(event_time) AS event_time_ms, toUnixTimestamp64Milli(knowledge_time) AS knowledge_time_ms
FROM ledger_history AS l
WHERE workspace_id = {workspace_id:String} AND model IN {models:Array(String)} AND l.conversion_id IN {conversions:Array(UUID)}
  AND knowledge_time <= fromUnixTimestamp64Milli({as_of_ms:Int64})
