-- Which offsets of the log have been planned for, and stored by, one insert; the ingestor goes on after the last stored one.
CREATE TABLE IF NOT EXISTS ingest_ranges (
  topic LowCardinality(String),
  partition UInt16,
  first_offset UInt64,
  last_offset UInt64,
  state Enum8('planned' = 1, 'stored' = 2),
  records UInt64,
  rejected UInt64,
  at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (topic, partition, first_offset, last_offset, state);

-- One row a finished attribution run; lines of a run that is not here do not count.
CREATE TABLE IF NOT EXISTS attribution_runs (
  workspace_id LowCardinality(String),
  run_id UUID,
  knowledge_time DateTime64(3, 'UTC'),
  finished_at DateTime64(3, 'UTC') DEFAULT now64(3),
  -- Facts below these offsets were known to the run: `topic/partition` to the next offset.
  watermark Map(String, UInt64),
  policy String,
  conversions UInt64,
  lines_written UInt64
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace_id, knowledge_time, run_id);

-- Identifiers that were joined with others to one person; an identifier that is not here is a person of its own.
CREATE TABLE IF NOT EXISTS person_members (
  workspace_id LowCardinality(String),
  -- `visitor:…`, `click:…`, `customer:…`, `email:…` or `order:…`
  identifier String,
  person_id String,
  suspicious Bool,
  run_id UUID,
  knowledge_time DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(knowledge_time)
ORDER BY (workspace_id, identifier);

-- Append-only credit: what each conversion gives each touch under each model, and what later runs took back.
CREATE TABLE IF NOT EXISTS credit_lines (
  workspace_id LowCardinality(String),
  run_id UUID,
  model LowCardinality(String),
  model_version UInt16,
  conversion_id UUID,
  order_id String,
  -- A click's or redemption's event id, or `(unattributed)`.
  touch_id String,
  touch_position UInt32,
  creator_id LowCardinality(String),
  campaign_id LowCardinality(String),
  post_id LowCardinality(String),
  link_id LowCardinality(String),
  platform LowCardinality(String),
  weight Float64,
  amount_minor Int64,
  currency LowCardinality(String),
  amount_workspace_minor Int64,
  workspace_currency LowCardinality(String),
  kind Enum8('credit' = 1, 'refund' = 2, 'reversal' = 3),
  event_time DateTime64(3, 'UTC'),
  knowledge_time DateTime64(3, 'UTC')
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(event_time)
ORDER BY (workspace_id, model, conversion_id, touch_id, run_id)
SETTINGS non_replicated_deduplication_window = 10000;
