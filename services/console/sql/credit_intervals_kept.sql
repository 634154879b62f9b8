-- The same as credit_intervals.sql from what a run kept: its replicates, and those of the lines that were written since. A replicate is a sum over lines, so
-- the two add up to what a bootstrap of everything gives, to the unit; only conversions that changed are drawn.
SELECT credited_to, revenue_minor, orders,
  arrayReduce('quantilesExactInclusive(0.025, 0.975)', replicates) AS ends,
  arrayReduce('quantilesExactInclusive(0.025, 0.975)', arrayMap((own, other) -> own - other, arrayResize(own_replicates, {replicates:UInt16}), replicates)) AS apart_ends
FROM (
  SELECT credited_to, revenue_minor, orders, replicates, anyIf(replicates, credited_to = {creator:String}) OVER () AS own_replicates
  FROM (
    SELECT credited_to, sum(revenue) AS revenue_minor, sum(conversions) AS orders, arrayResize(sumForEach(part), {replicates:UInt16}) AS replicates
    FROM (
      SELECT credited_to, sum(amount_minor) AS revenue, count() AS conversions, []::Array(Float64) AS part
      FROM (
        SELECT conversion_id, if(touch_id = '(unattributed)', '', creator_id) AS credited_to, toFloat64(sum(amount_workspace_minor)) AS amount_minor
        FROM ledger
        WHERE workspace_id = {workspace:String} AND model = {model:String}
          AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
        GROUP BY conversion_id, credited_to
      )
      GROUP BY credited_to
      UNION ALL
      SELECT creator_id, 0, 0, arrayMap(replicate -> toFloat64(replicate), k.replicates)
      FROM credit_intervals AS k
      WHERE workspace_id = {workspace:String} AND model = {model:String} AND days = {days:UInt16} AND from_day = {from:Date} AND to_day = {to:Date}
        AND knowledge_time = fromUnixTimestamp64Milli({since_ms:Int64})
      UNION ALL
      SELECT credited_to, 0, 0, sumForEach(arrayMap(drawn -> amount_minor * (
        (drawn >= 6786177901268885274) + (drawn >= 13572355802537770549) + (drawn >= 16965444753172213186) + (drawn >= 18096474403383694065)
        + (drawn >= 18379231815936564285) + (drawn >= 18435783298447138329) + (drawn >= 18445208545532234003) + (drawn >= 18446555009401533385)
        + (drawn >= 18446723317385195808) + (drawn >= 18446742018272269410)
      ), arrayMap(replicate -> cityHash64(conversion_id, replicate), range({replicates:UInt16}))))
      FROM (
        -- When a conversion was is in its credits, whichever run wrote them.
        SELECT conversion_id, if(touch_id = '(unattributed)', '', creator_id) AS credited_to, minIf(event_time, kind = 'credit') AS credited_time,
          min(credited_time) OVER (PARTITION BY conversion_id) AS conversion_time,
          toFloat64(sumIf(amount_workspace_minor, knowledge_time > fromUnixTimestamp64Milli({since_ms:Int64}))) AS amount_minor
        FROM ledger_history
        WHERE workspace_id = {workspace:String} AND model = {model:String}
          AND ({as_of:String} = '' OR knowledge_time <= parseDateTime64BestEffortOrZero({as_of:String}, 3, {zone:String}))
          AND conversion_id IN (
            SELECT conversion_id FROM ledger_history
            WHERE workspace_id = {workspace:String} AND model = {model:String} AND knowledge_time > fromUnixTimestamp64Milli({since_ms:Int64})
          )
        GROUP BY conversion_id, credited_to
      )
      WHERE conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
      GROUP BY credited_to
    )
    GROUP BY credited_to
    HAVING orders > 0
  )
)
ORDER BY revenue_minor DESC, credited_to
LIMIT {limit:UInt32}
SETTINGS max_block_size = 2048, max_bytes_before_external_group_by = 268435456
