-- The same of units of which each has one row.
SELECT
  u.arm AS arm, u.arm AS other_arm, u.assigned_ms AS assigned_ms, u.exposed_ms AS exposed_ms, true AS counts,
  if({population:String} = 'exposed', greatest(exposed_ms, assigned_ms), assigned_ms) AS from_ms
FROM (/*units*/) AS u
WHERE {population:String} = 'assigned' OR u.exposed_ms != 0
