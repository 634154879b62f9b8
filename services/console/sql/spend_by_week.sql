-- What each creator cost in each week, counted from the first day on: each cost spread evenly over its days.
SELECT creator_id, week,
  sum(intDiv(total_minor * least(days, greatest(0, dateDiff('day', period_from, {from:Date}) + 7 * week + 7)), days)
    - intDiv(total_minor * least(days, greatest(0, dateDiff('day', period_from, {from:Date}) + 7 * week)), days)) AS cost_minor
FROM (
  SELECT creator_id, period_from, dateDiff('day', period_from, period_to) + 1 AS days,
    transform(currency, {currencies:Array(String)}, {digits:Array(Int8)}, 2) AS cost_digits,
    {workspace_digits:Int8} - cost_digits AS shift,
    toDecimal256(amount_minor, 12) * toDecimal256(if(fx_rate = '', '1', fx_rate), 12) AS converted,
    toInt64(round(if(shift >= 0, converted * toInt64(exp10(greatest(shift, 0))), converted / toInt64(exp10(greatest(-shift, 0)))))) AS total_minor
  FROM costs
  WHERE workspace_id = {workspace:String} AND period_from <= {to:Date} AND period_to >= {from:Date}
)
ARRAY JOIN range({weeks:UInt32}) AS week
GROUP BY creator_id, week
LIMIT {limit:UInt32}
