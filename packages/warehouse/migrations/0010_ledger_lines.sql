-- The ledger's lines by conversion, in small granules: what stands of a thousand conversions is looked up without reading the whole ledger, and lines are
-- written nearly in the order they are kept in. What was written before stays in `credit_lines`, to which nothing is added any more.
CREATE TABLE IF NOT EXISTS ledger_lines (
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
ORDER BY (workspace_id, conversion_id, model)
SETTINGS non_replicated_deduplication_window = 10000, index_granularity = 1024;

-- Every line of finished runs.
CREATE OR REPLACE VIEW ledger_history SQL SECURITY DEFINER AS
SELECT * FROM ledger_lines WHERE run_id IN (SELECT run_id FROM attribution_runs)
UNION ALL
SELECT * FROM credit_lines WHERE run_id IN (SELECT run_id FROM attribution_runs);

-- The finished fits, newest last: by which models, at which level and order conversions are credited since when.
CREATE OR REPLACE VIEW fits SQL SECURITY DEFINER AS
SELECT workspace_id, run_id, knowledge_time, model, model_version, level, chain_order, p_conversion, conversions, nulls, value_minor, samples
FROM model_fits FINAL
WHERE run_id IN (SELECT run_id FROM attribution_runs);

-- Of one run, by model, stretch of days and creator (empty: nobody): credited revenue, its 95 % interval, and that of its difference to the next creator's.
CREATE TABLE IF NOT EXISTS run_intervals (
  workspace_id LowCardinality(String),
  run_id UUID,
  knowledge_time DateTime64(3, 'UTC'),
  model LowCardinality(String),
  model_version UInt16,
  -- Days of the workspace's zone, both included; 0 days: the whole ledger.
  days UInt16,
  from_day Date,
  to_day Date,
  time_zone LowCardinality(String),
  creator_id String,
  revenue_minor Int64,
  orders UInt64,
  low_minor Int64,
  high_minor Int64,
  -- Who is credited next less in the same stretch; empty for nobody and for the last.
  next_creator_id String,
  apart_low_minor Int64,
  apart_high_minor Int64,
  -- What the intervals were read from: pairs that are no neighbours are told apart by it, and what came later is added to it. Kept for a while only.
  replicates Array(Int64) CODEC(ZSTD(1)) TTL toDateTime(knowledge_time) + INTERVAL 30 DAY
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace_id, model, days, knowledge_time, run_id, creator_id);

-- How sure credit is, as each fit found it; a difference to the next creator that may be 0 is not distinguishable.
CREATE OR REPLACE VIEW credit_intervals SQL SECURITY DEFINER AS
SELECT
  workspace_id, run_id, knowledge_time, model, model_version, days, from_day, to_day, time_zone, creator_id, revenue_minor, orders, low_minor, high_minor,
  next_creator_id, apart_low_minor, apart_high_minor, next_creator_id != '' AND (apart_low_minor > 0 OR apart_high_minor < 0) AS distinguishable, replicates
FROM run_intervals FINAL
WHERE run_id IN (SELECT run_id FROM attribution_runs);
