-- Human clicks by whom they are of, so that a run over a thousand persons need not look at everybody's clicks. Made of `click_facts` alone; a click may stand here
-- twice until parts are merged. In one piece: somebody's clicks are few, and lie together whenever they were.
CREATE TABLE IF NOT EXISTS clicks_by_person (
  workspace_id LowCardinality(String),
  -- sipHash128 of `visitor:…`, or of `click:…` where a click has no visitor.
  identifier FixedString(16),
  occurred_at DateTime64(3, 'UTC'),
  event_id UUID,
  link_id LowCardinality(String)
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace_id, identifier, occurred_at, event_id)
SETTINGS index_granularity = 256;

-- Up to where in the log a workspace's clicks stand there: everything below does. None: nothing is known to, and who needs them adds all.
CREATE TABLE IF NOT EXISTS clicks_by_person_marks (
  workspace_id LowCardinality(String),
  watermark Map(String, UInt64),
  marked_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(marked_at)
ORDER BY workspace_id;

-- What the two replace: the same by months, in each of which somebody had to be looked for, and a word of each run instead of a mark.
DROP TABLE IF EXISTS visitor_clicks;
ALTER TABLE attribution_runs DROP COLUMN IF EXISTS clicks_by_person;
