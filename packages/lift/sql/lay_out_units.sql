-- Lays out one slice of the units, in parts of a million: larger blocks are slower to gather.
INSERT INTO lift_units
SELECT {run_id:UUID}, unit, arm, assigned_ms, exposed_ms FROM (/*units*/)
SETTINGS min_insert_block_size_rows = 1000000, min_insert_block_size_bytes = 50000000, max_insert_threads = 2, insert_deduplicate = 0
