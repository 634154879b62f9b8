-- Per arm of one experiment: its units, those exposed, and what makes a count doubtful. A unit in two arms is in neither.
SELECT
  arm, countIf(arm != other_arm) AS both_arms, countIf(counts) AS n, countIf(counts AND from_ms + {window_ms:Int64} > {until_ms:Int64}) AS immature,
  countIf(counts AND exposed_ms != 0 AND exposed_ms < assigned_ms + {window_ms:Int64}) AS a_sum,
  countIf(counts AND exposed_ms != 0 AND exposed_ms < assigned_ms) AS exposed_early
FROM (
  SELECT
    min(u.arm) AS arm, max(u.arm) AS other_arm, min(u.assigned_ms) AS assigned_ms, min(u.exposed_ms) AS exposed_ms, arm = other_arm AS counts,
    if({population:String} = 'exposed', greatest(exposed_ms, assigned_ms), assigned_ms) AS from_ms
  FROM (/*units*/) AS u
  WHERE {population:String} = 'assigned' OR u.exposed_ms != 0
  GROUP BY u.unit
)
GROUP BY arm
SETTINGS max_bytes_before_external_group_by = 1000000000
