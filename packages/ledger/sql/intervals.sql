-- Credited revenue by model, stretch of days and creator as a run left it, with 95 % intervals. Poisson bootstrap over conversions: in replicate b a
-- conversion counts Poisson(1) times, by hash(conversion, b); the thresholds are 2^64 times the distribution's sums from 0 on.
INSERT INTO run_intervals
WITH
  toDate(fromUnixTimestamp64Milli({knowledge_ms:Int64}), {zone:String}) AS last_day,
  credits AS (
    SELECT
      conversion_id, model, if(touch_id = '(unattributed)', '', creator_id) AS credited_to, max(model_version) AS version,
      minIf(event_time, kind = 'credit') AS conversion_time, sum(amount_workspace_minor) AS amount_minor
    FROM ledger_history
    WHERE workspace_id = {workspace_id:String} AND knowledge_time <= fromUnixTimestamp64Milli({knowledge_ms:Int64})
    GROUP BY conversion_id, model, credited_to
    HAVING sum(multiIf(kind = 'credit', 1, kind = 'reversal', -1, 0)) > 0
  ),
  drawn AS (
    SELECT
      conversion_id, groupArray((model, version, credited_to, amount_minor)) AS credited,
      arrayFilter(stretch -> stretch.1 = 0 OR (
        min(conversion_time) >= toDateTime(stretch.2, {zone:String}) AND min(conversion_time) < toDateTime(addDays(stretch.3, 1), {zone:String})
      ), arrayMap(days -> (days, if(days = 0, toDate('1970-01-01'), last_day - days + 1), if(days = 0, toDate('2149-06-06'), last_day)), {days:Array(UInt16)})) AS stretches,
      arrayMap(drawn -> toInt64(
        (drawn >= 6786177901268885274) + (drawn >= 13572355802537770549) + (drawn >= 16965444753172213186) + (drawn >= 18096474403383694065)
        + (drawn >= 18379231815936564285) + (drawn >= 18435783298447138329) + (drawn >= 18445208545532234003) + (drawn >= 18446555009401533385)
        + (drawn >= 18446723317385195808) + (drawn >= 18446742018272269410)
      ), arrayMap(replicate -> cityHash64(conversion_id, replicate), range({replicates:UInt16}))) AS times
    FROM credits
    GROUP BY conversion_id
  ),
  summed AS (
    SELECT
      credit.1 AS model, max(credit.2) AS version, credit.3 AS credited_to, stretch.1 AS days, stretch.2 AS from_day, stretch.3 AS to_day,
      sum(credit.4) AS revenue_minor, count() AS orders, sumForEach(arrayMap(drawn -> drawn * credit.4, times)) AS replicates
    FROM drawn ARRAY JOIN credited AS credit ARRAY JOIN stretches AS stretch
    GROUP BY model, credited_to, days, from_day, to_day
  ),
  ranked AS (
    SELECT
      *, leadInFrame(credited_to) OVER following AS next_creator_id, leadInFrame(replicates) OVER following AS next_replicates
    FROM summed
    WINDOW following AS (PARTITION BY model, days, credited_to = '' ORDER BY revenue_minor DESC, credited_to ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
  )
SELECT
  {workspace_id:String}, {run_id:UUID}, fromUnixTimestamp64Milli({knowledge_ms:Int64}), model, version, days, from_day, to_day, {zone:String}, credited_to,
  revenue_minor, orders, round(ends[1]), round(ends[2]), next_creator_id, round(apart_ends[1]), round(apart_ends[2]), replicates
FROM (
  SELECT
    *, arrayReduce('quantilesExactInclusive(0.025, 0.975)', replicates) AS ends,
    if(next_creator_id = '', [0, 0], arrayReduce('quantilesExactInclusive(0.025, 0.975)', arrayMap((own, other) -> own - other, replicates, if(empty(next_replicates), replicates, next_replicates)))) AS apart_ends
  FROM ranked
)
SETTINGS max_block_size = 2048, max_bytes_before_external_group_by = {spill_bytes:UInt64}
