-- What creators, campaigns, platforms or posts cost in the period: each cost spread evenly over its days, the part of neighbouring periods adding up to the whole.
-- The platform is that of the cost's post, else the creator's. No cost is told of a link: at that level all of it stands under none.
SELECT multiIf(
    {level:String} = 'creator', creator_id, {level:String} = 'campaign', campaign_id, {level:String} = 'post', post_id, {level:String} = 'link', '',
    posts.platform != '', posts.platform, creators.platform
  ) AS scope,
  sum(intDiv(total_minor * days_until_end, days) - intDiv(total_minor * days_before, days)) AS cost_minor
FROM (
  SELECT creator_id, campaign_id, post_id, dateDiff('day', period_from, period_to) + 1 AS days,
    greatest(0, least(days, dateDiff('day', period_from, {to:Date}) + 1)) AS days_until_end,
    greatest(0, least(days, dateDiff('day', period_from, {from:Date}))) AS days_before,
    transform(currency, {currencies:Array(String)}, {digits:Array(Int8)}, 2) AS cost_digits,
    {workspace_digits:Int8} - cost_digits AS shift,
    toDecimal256(amount_minor, 12) * toDecimal256(if(fx_rate = '', '1', fx_rate), 12) AS converted,
    toInt64(round(if(shift >= 0, converted * toInt64(exp10(greatest(shift, 0))), converted / toInt64(exp10(greatest(-shift, 0)))))) AS total_minor
  FROM costs
  WHERE workspace_id = {workspace:String} AND period_from <= {to:Date} AND period_to >= {from:Date}
    AND ({creator:String} = '' OR creator_id = {creator:String})
) AS spread
LEFT JOIN (SELECT post_id AS id, platform FROM posts WHERE workspace_id = {workspace:String}) AS posts ON posts.id = spread.post_id
LEFT JOIN (SELECT creator_id AS id, platform FROM creators WHERE workspace_id = {workspace:String}) AS creators ON creators.id = spread.creator_id
GROUP BY scope
