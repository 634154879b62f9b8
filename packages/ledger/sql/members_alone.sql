-- Persons of whom one fact says all, and no other says anything: most customers, who ordered once. Their smallest name is the person's. A moment older than
-- what is joined afterwards: a fact that comes in between may join them with somebody.
INSERT INTO person_members (workspace_id, identifier, person_id, suspicious, run_id, knowledge_time)
WITH
/* edge_list */
SELECT
  {workspace_id:String}, arrayJoin(identifiers), arrayMin(identifiers), false, {run_id:UUID}, fromUnixTimestamp64Milli({knowledge_ms:Int64} - 1)
FROM edges
WHERE length(identifiers) > 1 AND event_id NOT IN (SELECT event_id FROM meeting)
SETTINGS max_bytes_before_external_group_by = 500000000, min_insert_block_size_rows = 2000000, min_insert_block_size_bytes = 400000000, insert_deduplicate = 0
