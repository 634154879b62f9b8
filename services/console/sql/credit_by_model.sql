-- Credited revenue and orders by creator, a place for each model asked for, and for each pair of models the sum over orders of the squared difference.
SELECT credited_to, sumForEach(amounts) AS revenue_minor, sumForEach(shares) AS orders_credited,
  sumForEach(arrayFlatten(arrayMap(one -> arrayMap(other -> pow(one - other, 2), amounts), amounts))) AS squares
FROM (
  SELECT conversion_id, if(touch_id = '(unattributed)', '', creator_id) AS credited_to,
    sumForEach(arrayMap(asked -> if(model = asked, toFloat64(amount_workspace_minor), 0), {models:Array(String)})) AS amounts,
    sumForEach(arrayMap(asked -> if(model = asked, weight, 0), {models:Array(String)})) AS shares
  FROM ledger
  WHERE workspace_id = {workspace:String} AND has({models:Array(String)}, model)
    AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
    AND ({creator:String} = '' OR creator_id = {creator:String})
  GROUP BY conversion_id, credited_to
)
GROUP BY credited_to
ORDER BY arraySum(revenue_minor) DESC, credited_to
LIMIT {limit:UInt32}
SETTINGS max_bytes_before_external_group_by = 268435456
