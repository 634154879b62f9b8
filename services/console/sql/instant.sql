-- The instant a text names on a zone's clock.
SELECT toUnixTimestamp64Milli(parseDateTime64BestEffort({as_of:String}, 3, {zone:String})) AS at_ms
