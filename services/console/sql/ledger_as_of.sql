-- The ledger as it was known at an instant, in place of the ledger as it stands: the same lines of the same view, without what later runs wrote.
SELECT
  workspace_id, model, model_version, conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  currency, workspace_currency, minIf(event_time, kind = 'credit') AS conversion_time,
  sumIf(weight, kind != 'refund') AS weight, sum(amount_minor) AS amount_minor,
  sum(amount_workspace_minor) AS amount_workspace_minor,
  sum(multiIf(kind = 'credit', 1, kind = 'reversal', -1, 0)) AS standing
FROM ledger_history
WHERE workspace_id = {workspace:String} AND knowledge_time <= parseDateTime64BestEffort({as_of:String}, 3, {zone:String})
GROUP BY
  workspace_id, model, model_version, conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  currency, workspace_currency
HAVING standing > 0
