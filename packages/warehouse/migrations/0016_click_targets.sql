-- Whether a click can be known by the identifier: only visitors and clicks themselves are, and the others need not be looked for among clicks.
ALTER TABLE run_targets ADD COLUMN IF NOT EXISTS of_clicks Bool DEFAULT true;

-- Small blocks: who looks for a thousand persons' clicks unpacks little of what lies between them.
ALTER TABLE clicks_by_person MODIFY SETTING min_compress_block_size = 8192;
