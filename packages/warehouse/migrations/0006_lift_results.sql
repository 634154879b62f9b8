-- What experiments had shown by an instant, and what that was made from; appended and never changed. The same run has the same id for ever.
CREATE TABLE IF NOT EXISTS lift_results (
  workspace_id LowCardinality(String),
  experiment_id String,
  as_of DateTime64(3, 'UTC'),
  run_id UUID,
  formula_version UInt16,
  grade LowCardinality(String),
  -- Why there is no number; empty where there is one.
  withheld Array(String),
  -- Of the first comparison, on the scale the experiment fixed.
  estimate Nullable(Float64),
  interval_low Nullable(Float64),
  interval_high Nullable(Float64),
  result String,
  inputs String,
  computed_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace_id, experiment_id, as_of, run_id)
SETTINGS non_replicated_deduplication_window = 1000;

-- Results of experiments, once each; only grades A and B may be called incremental.
CREATE OR REPLACE VIEW experiment_results SQL SECURITY DEFINER AS
SELECT workspace_id, experiment_id, as_of, run_id, formula_version, grade, withheld, estimate, interval_low, interval_high, result, computed_at
FROM lift_results FINAL;
