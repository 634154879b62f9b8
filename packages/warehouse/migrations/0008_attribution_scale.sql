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
  -- The channel at the level of the fitted models, and its effects in whole units.
  fit_channel UInt32,
  markov_units UInt64,
  shapley_units UInt64,
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

-- Journeys as counts of where they move on and where they end, by the fitted chain's order; steps are channels by their number.
CREATE TABLE IF NOT EXISTS run_chain (
  run_id UUID,
  chain_order UInt8,
  kind Enum8('end' = 1, 'move' = 2),
  steps Array(UInt32),
  conversions UInt64,
  value Int64,
  nulls UInt64
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY (chain_order, kind, steps)
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0;

-- One row a fitted model and run: what it was fitted to.
CREATE TABLE IF NOT EXISTS model_fits (
  workspace_id LowCardinality(String),
  run_id UUID,
  knowledge_time DateTime64(3, 'UTC'),
  model LowCardinality(String),
  model_version UInt16,
  level LowCardinality(String),
  chain_order UInt8,
  p_conversion Float64,
  conversions UInt64,
  nulls UInt64,
  value_minor Int64,
  -- Permutations drawn for Shapley values; 0: exact.
  samples UInt32
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace_id, model, knowledge_time, run_id);

-- What each channel is worth to a fitted model: its effect, by which lines are split, and its canonical aggregate credit, which those lines' sum is not.
CREATE TABLE IF NOT EXISTS fit_channels (
  workspace_id LowCardinality(String),
  run_id UUID,
  knowledge_time DateTime64(3, 'UTC'),
  model LowCardinality(String),
  channel String,
  effect Float64,
  effect_units UInt64,
  value_effect Float64,
  canonical_conversions Float64,
  canonical_value_minor Float64,
  standard_error Nullable(Float64)
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace_id, model, run_id, channel);

-- Per fitted model, run and channel the canonical aggregate credit; `ledger` has the aggregate of the lines.
CREATE OR REPLACE VIEW canonical_credit SQL SECURITY DEFINER AS
SELECT
  workspace_id, run_id, knowledge_time, model, f.model_version AS model_version, f.level AS level, f.chain_order AS chain_order, channel, effect, value_effect,
  canonical_conversions, canonical_value_minor, standard_error, f.p_conversion AS p_conversion, f.conversions AS conversions, f.nulls AS nulls
FROM fit_channels AS c FINAL INNER JOIN (SELECT * FROM model_fits FINAL) AS f USING (workspace_id, run_id, knowledge_time, model)
WHERE run_id IN (SELECT run_id FROM attribution_runs);
