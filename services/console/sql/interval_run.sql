-- When intervals of exactly these days were kept last, with what they can be brought up to date by; no row: never.
SELECT toUnixTimestamp64Milli(max(knowledge_time)) AS since_ms
FROM credit_intervals
WHERE workspace_id = {workspace:String} AND model = {model:String} AND days = {days:UInt16} AND from_day = {from:Date} AND to_day = {to:Date}
  AND time_zone = {zone:String} AND notEmpty(replicates)
  AND ({as_of:String} = '' OR knowledge_time <= parseDateTime64BestEffortOrZero({as_of:String}, 3, {zone:String}))
HAVING count() > 0
