-- What was spent within a scope, in the workspace's minor units: each cost by its days that lie in the experiment's.
SELECT
  count() AS costs, countIf(currency != {currency:String} AND fx_rate = '') AS without_rate,
  toFloat64(sum(
    amount_minor * if(fx_rate = '', 1, toFloat64(fx_rate)) * power(10, {digits:Int32} - transform(currency, {currencies:Array(String)}, {exponents:Array(Int32)}, toInt32(2)))
    * greatest(0, dateDiff('day', greatest(toDate(period_from), {from_day:Date}), least(toDate(period_to), {to_day:Date})) + 1)
    / (dateDiff('day', toDate(period_from), toDate(period_to)) + 1)
  )) AS amount_minor
FROM costs
WHERE workspace_id = {workspace_id:String} AND received_at < fromUnixTimestamp64Milli({as_of_ms:Int64})
  AND (creator_id IN {creator_ids:Array(String)} OR campaign_id IN {campaign_ids:Array(String)})
  AND toDate(period_to) >= {from_day:Date} AND toDate(period_from) <= {to_day:Date}
