-- By which models, versions and parameters a run credited, as JSON.
ALTER TABLE attribution_runs ADD COLUMN IF NOT EXISTS models String DEFAULT '[]';

-- What a run over everything lays out for itself, in buckets of time, and removes when it ends. Nothing here is read by anything else.

-- Whose clicks and codes count: a row for each link, and for each time somebody held a code. Equal channels are one step of a path.
CREATE TABLE IF NOT EXISTS run_owners (
  run_id UUID,
  kind Enum8('link' = 1, 'code' = 2),
  name String,
  owner UInt32,
  channel UInt32,
  creator UInt32,
  from_ms Int64,
  until_ms Int64,
  creator_id LowCardinality(String),
  campaign_id LowCardinality(String),
  post_id LowCardinality(String),
  link_id LowCardinality(String),
  platform LowCardinality(String)
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (kind, name)
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0;

-- Orders with their person, and their money and refunds as the split takes them.
CREATE TABLE IF NOT EXISTS run_orders (
  run_id UUID,
  bucket UInt16,
  person FixedString(16),
  person_id String,
  conversion_id UUID,
  order_id String,
  at_ms Int64,
  amount_minor Int64,
  currency LowCardinality(String),
  -- Of the exchange rate: its digits as a whole number, and by how many powers of ten that is to be moved.
  rate Int128,
  shift Int8,
  amount_workspace_minor Int64,
  refunds Array(Tuple(at_ms Int64, delta_minor Int64)),
  codes Array(String),
  odd Bool
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (bucket, person)
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0;

-- Which conversions a touch under an identifier may count for.
CREATE TABLE IF NOT EXISTS run_targets (
  run_id UUID,
  bucket UInt16,
  identifier FixedString(16),
  conversion_id UUID,
  order_id String,
  at_ms Int64
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (bucket, identifier)
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0;

-- Persons who are credited one by one: their codes or money are not what SQL counts as the ledger does, or they are too many touches at once.
CREATE TABLE IF NOT EXISTS run_odd_persons (
  run_id UUID,
  person FixedString(16),
  person_id String
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY person
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0;

-- What the ledger should hold, where it already holds something: compared, and only what differs is appended.
CREATE TABLE IF NOT EXISTS run_lines AS credit_lines
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (model, conversion_id)
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0;

-- Orders the ledger should hold otherwise than it does, by model.
CREATE TABLE IF NOT EXISTS run_changes (
  run_id UUID,
  conversion_id UUID,
  model LowCardinality(String)
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (conversion_id, model)
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0;
