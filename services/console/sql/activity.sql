-- The first and the last day anything happened, so that an empty period can point at one that is not.
SELECT toString(toDate(toTimeZone(min(occurred_at), {zone:String}))) AS first_day,
  toString(toDate(toTimeZone(max(occurred_at), {zone:String}))) AS last_day, count() AS events
FROM (
  SELECT occurred_at FROM clicks WHERE workspace_id = {workspace:String}
  UNION ALL
  SELECT occurred_at FROM orders WHERE workspace_id = {workspace:String}
)
