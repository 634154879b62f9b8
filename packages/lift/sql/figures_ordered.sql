-- Orders, or their revenue net of refunds, by series and day in the workspace's zone.
SELECT
  identifier AS series, toString(toDate(fromUnixTimestamp64Milli(at_ms), {zone:String})) AS day,
  toFloat64(if({metric:String} = 'revenue', sum(amount), toInt64(countIf(kind = 3)))) AS value, '' AS currency
FROM (/*outcomes*/)
WHERE identifier != ''
GROUP BY series, day
HAVING day >= {from_day:String} AND day <= {to_day:String}
ORDER BY series, day
