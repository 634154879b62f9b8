-- Human clicks that came since a run, for those who look for somebody's.
INSERT INTO clicks_by_person
SELECT workspace_id, sipHash128(if(person.visitor_id = '', concat('click:', toString(event_id)), concat('visitor:', person.visitor_id))), occurred_at, event_id, payload.link_id
FROM click_facts
WHERE workspace_id = {workspace_id:String} AND payload.class = 'human'
  AND (_offset >= {clicks_least:UInt64} OR _partition NOT IN {clicks_partitions:Array(UInt16)})
  AND _offset >= transform(_partition, {clicks_partitions:Array(UInt16)}, {clicks_offsets:Array(UInt64)}, toUInt64(0))
-- Few large parts need not be merged.
SETTINGS max_partitions_per_insert_block = 1000, min_insert_block_size_rows = 6000000, min_insert_block_size_bytes = 400000000, insert_deduplicate = 0
