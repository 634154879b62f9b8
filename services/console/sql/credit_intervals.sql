-- Credited revenue by creator under one model with its 95 % interval, and the interval of one creator's credit less each other's. Poisson bootstrap over
-- conversions: in replicate b a conversion counts Poisson(1) times, by hash(conversion, b); the thresholds are 2^64 times the distribution's sums from 0 on.
SELECT credited_to, revenue_minor, orders,
  arrayReduce('quantilesExactInclusive(0.025, 0.975)', replicates) AS ends,
  arrayReduce('quantilesExactInclusive(0.025, 0.975)', arrayMap((own, other) -> own - other, arrayResize(own_replicates, {replicates:UInt16}), replicates)) AS apart_ends
FROM (
  SELECT credited_to, revenue_minor, orders, replicates, anyIf(replicates, credited_to = {creator:String}) OVER () AS own_replicates
  FROM (
    SELECT credited_to, sum(amount_minor) AS revenue_minor, count() AS orders,
      sumForEach(arrayMap(drawn -> amount_minor * (
        (drawn >= 6786177901268885274) + (drawn >= 13572355802537770549) + (drawn >= 16965444753172213186) + (drawn >= 18096474403383694065)
        + (drawn >= 18379231815936564285) + (drawn >= 18435783298447138329) + (drawn >= 18445208545532234003) + (drawn >= 18446555009401533385)
        + (drawn >= 18446723317385195808) + (drawn >= 18446742018272269410)
      ), arrayMap(replicate -> cityHash64(conversion_id, replicate), range({replicates:UInt16})))) AS replicates
    FROM (
      SELECT conversion_id, if(touch_id = '(unattributed)', '', creator_id) AS credited_to, toFloat64(sum(amount_workspace_minor)) AS amount_minor
      FROM ledger
      WHERE workspace_id = {workspace:String} AND model = {model:String}
        AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
      GROUP BY conversion_id, credited_to
    )
    GROUP BY credited_to
  )
)
ORDER BY revenue_minor DESC, credited_to
LIMIT {limit:UInt32}
SETTINGS max_block_size = 2048, max_bytes_before_external_group_by = 268435456
