-- The instant that an `as_of` names, in milliseconds; without an offset it is by the workspace's clock.
SELECT toUnixTimestamp64Milli(parseDateTime64BestEffort({as_of:String}, 3, {zone:String})) AS at_ms
