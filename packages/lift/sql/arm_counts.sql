-- Per arm of one experiment: its units, those exposed, and what makes a count doubtful. A unit in two arms is in neither.
SELECT
  arm, countIf(arm != other_arm) AS both_arms, countIf(counts) AS n, countIf(counts AND from_ms + {window_ms:Int64} > {until_ms:Int64}) AS immature,
  countIf(counts AND exposed_ms != 0 AND exposed_ms < assigned_ms + {window_ms:Int64}) AS a_sum,
  countIf(counts AND exposed_ms != 0 AND exposed_ms < assigned_ms) AS exposed_early
FROM (/*each*/)
GROUP BY arm
SETTINGS max_bytes_before_external_group_by = 1000000000
