-- Stored ranges of the log from what is known to be stored without a gap on; the caller finds how far they reach without one.
SELECT DISTINCT topic, partition, first_offset, last_offset
FROM ingest_ranges
WHERE state = 'stored' AND topic IN {topics:Array(String)} AND last_offset >= {known:Map(String, UInt64)}[concat(topic, '/', toString(partition))]
ORDER BY topic, partition, first_offset, last_offset
