-- Each unit once, with the first and the last of its arms.
SELECT
  min(u.arm) AS arm, max(u.arm) AS other_arm, min(u.assigned_ms) AS assigned_ms, min(u.exposed_ms) AS exposed_ms, arm = other_arm AS counts,
  if({population:String} = 'exposed', greatest(exposed_ms, assigned_ms), assigned_ms) AS from_ms
FROM (/*units*/) AS u
WHERE {population:String} = 'assigned' OR u.exposed_ms != 0
GROUP BY u.unit
