-- What a factor cannot tell apart, where there is such a thing: tracked_only (its experiment counts only what was tracked to each creator, so that the factor is
-- at most so much), extra_spend (it is about what was spent on top, against what that brought in credit). Empty: it is about the scope as a whole.
ALTER TABLE calibrations ADD COLUMN IF NOT EXISTS caveat LowCardinality(String) DEFAULT '' AFTER basis;

-- The factors of each experiment's newest result: where that one is withheld, there is none (I8). They say nothing any more 180 days after measured_at.
CREATE OR REPLACE VIEW calibration_factors SQL SECURITY DEFINER AS
SELECT
  workspace_id, experiment_id, model, run_id, measured_at, grade, basis, caveat, link_ids, creator_ids, campaign_ids, incremental, attributed, factor,
  factor_low, factor_high, computed_at
FROM calibrations FINAL
WHERE (workspace_id, experiment_id, run_id) IN (
  SELECT workspace_id, experiment_id, argMax(run_id, (as_of, computed_at)) FROM lift_results FINAL GROUP BY workspace_id, experiment_id
);

-- Why a result gives no factor, under one model or (empty) under all; appended and never changed.
CREATE TABLE IF NOT EXISTS calibrations_refused (
  workspace_id LowCardinality(String),
  experiment_id String,
  model LowCardinality(String),
  -- Of the result in lift_results.
  run_id UUID,
  reason LowCardinality(String),
  computed_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace_id, experiment_id, model, run_id)
SETTINGS non_replicated_deduplication_window = 1000;

-- Of each experiment's newest result why it gives no factor; what was refused first and could be made later is none any more.
CREATE OR REPLACE VIEW calibration_refusals SQL SECURITY DEFINER AS
SELECT workspace_id, experiment_id, model, run_id, reason, computed_at
FROM calibrations_refused FINAL
WHERE (workspace_id, experiment_id, run_id) IN (
  SELECT workspace_id, experiment_id, argMax(run_id, (as_of, computed_at)) FROM lift_results FINAL GROUP BY workspace_id, experiment_id
)
  AND (workspace_id, experiment_id, run_id, model) NOT IN (SELECT workspace_id, experiment_id, run_id, model FROM calibrations)
  AND (model != '' OR (workspace_id, experiment_id, run_id) NOT IN (SELECT workspace_id, experiment_id, run_id FROM calibrations));

-- The ledger with what experiments make of it, line by line: calibrated and baseline sum to the amount. Of several factors that cover a line one about the scope
-- as a whole counts before one that is not, and of those the newest measured; where none holds the experiment is empty and there is no calibrated amount. The
-- model's own credit stays what it is.
CREATE OR REPLACE VIEW calibrated_credit SQL SECURITY DEFINER AS
SELECT
  lines.workspace_id AS workspace_id, lines.model AS model, lines.conversion_id AS conversion_id, lines.order_id AS order_id, lines.touch_id AS touch_id,
  lines.creator_id AS creator_id, lines.campaign_id AS campaign_id, lines.post_id AS post_id, lines.link_id AS link_id, lines.platform AS platform,
  lines.conversion_time AS conversion_time, lines.amount_workspace_minor AS amount_workspace_minor,
  arrayFirst(
    each -> has(each.2, lines.link_id) OR has(each.3, lines.creator_id) OR has(each.4, lines.campaign_id), if(lines.touch_id = '(unattributed)', [], standing.factors)
  ) AS applied,
  applied.1 AS experiment_id, applied.7 AS grade, if(experiment_id = '', NULL, applied.6) AS factor,
  toInt64(if(amount_workspace_minor * factor < 0, -1, 1) * floor(abs(amount_workspace_minor * factor) + 0.5)) AS calibrated_minor,
  amount_workspace_minor - calibrated_minor AS baseline_minor
FROM ledger AS lines
LEFT JOIN (
  SELECT
    workspace_id, model,
    arrayReverseSort(
      each -> (each.8, each.5, each.1),
      groupArray((experiment_id, link_ids, creator_ids, campaign_ids, measured_at, factor, toString(grade), caveat = ''))
    ) AS factors
  FROM calibration_factors
  WHERE measured_at > now64(3) - INTERVAL 180 DAY AND measured_at <= now64(3)
  GROUP BY workspace_id, model
) AS standing ON standing.workspace_id = lines.workspace_id AND standing.model = lines.model;
