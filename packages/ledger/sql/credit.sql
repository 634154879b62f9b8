-- What each creator, campaign, platform, post or link is credited with under one model, as it was known at an instant.
SELECT
  multiIf({level:String} = 'creator', creator_id, {level:String} = 'campaign', campaign_id, {level:String} = 'platform', platform,
    {level:String} = 'post', post_id, link_id) AS id,
  l.touch_id = '(unattributed)' AS unattributed, any(l.workspace_currency) AS currency,
  sum(l.amount_workspace_minor) AS amount_minor, sumIf(toInt64(round(l.weight * 1e12)), kind != 'refund') / 1e12 AS conversions
FROM ledger_history AS l
WHERE workspace_id = {workspace_id:String} AND model = {model:String} AND knowledge_time <= fromUnixTimestamp64Milli({as_of_ms:Int64})
GROUP BY id, unattributed
HAVING conversions != 0 OR amount_minor != 0
ORDER BY unattributed, amount_minor DESC, id
