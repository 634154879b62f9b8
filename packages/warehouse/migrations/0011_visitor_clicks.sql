-- Small blocks: who looks up a thousand orders unpacks little of what lies between them.
ALTER TABLE ledger_lines MODIFY SETTING min_compress_block_size = 8192;

-- So that what came since a run is found without reading every offset.
ALTER TABLE click_facts ADD INDEX IF NOT EXISTS log_place (_partition, _offset) TYPE minmax GRANULARITY 1;

-- Human clicks by whom they are of, so that a run over a thousand persons need not look at everybody's clicks: each run of the ledger adds what came since the
-- one before. Made of `click_facts` alone; a click may stand here twice until parts are merged.
CREATE TABLE IF NOT EXISTS visitor_clicks (
  workspace_id LowCardinality(String),
  -- sipHash128 of `visitor:…`, or of `click:…` where a click has no visitor.
  identifier FixedString(16),
  occurred_at DateTime64(3, 'UTC'),
  event_id UUID,
  link_id LowCardinality(String)
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (workspace_id, identifier, occurred_at, event_id)
SETTINGS index_granularity = 256;

-- Whether everything a run knew is in there: a run after one of which that is not so adds all of it.
ALTER TABLE attribution_runs ADD COLUMN IF NOT EXISTS clicks_by_person Bool DEFAULT false;

-- Laid out for a run that credits some persons and not everybody: who they are. Nothing here or below is read by anything else.
CREATE TABLE IF NOT EXISTS run_affected (
  run_id UUID,
  person_id String
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY person_id
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0;

-- The identifiers of everybody a run credits.
CREATE TABLE IF NOT EXISTS run_members (
  run_id UUID,
  identifier String,
  person_id String
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY identifier
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0;

-- What stands in the ledger of the orders of one bucket: lines in force with their refunds, and a hash of what they say.
CREATE TABLE IF NOT EXISTS run_standing (
  run_id UUID,
  conversion_id UUID,
  model LowCardinality(String),
  model_version UInt16,
  order_id String,
  touch_id String,
  touch_position UInt32,
  creator_id LowCardinality(String),
  campaign_id LowCardinality(String),
  post_id LowCardinality(String),
  link_id LowCardinality(String),
  platform LowCardinality(String),
  currency LowCardinality(String),
  workspace_currency LowCardinality(String),
  weight Float64,
  amount_minor Int64,
  amount_workspace_minor Int64,
  event_time DateTime64(3, 'UTC'),
  line_hash UInt128,
  refunds Array(Tuple(at_ms Int64, amount_minor Int64))
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (conversion_id, model)
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0;

-- Whether all lines of an order are given anew, or only those of refunds later than the last one booked.
ALTER TABLE run_changes ADD COLUMN IF NOT EXISTS anew Bool DEFAULT true, ADD COLUMN IF NOT EXISTS booked_ms Int64;
