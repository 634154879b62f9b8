-- Version 2 of click: the redirect holdout it was part of, and its arm. What was stored before was in none.
ALTER TABLE click_facts MODIFY COLUMN payload Tuple(
  link_id LowCardinality(String), slug String, host LowCardinality(String), destination String,
  class LowCardinality(String), class_rule LowCardinality(String), class_rules_version UInt16,
  referrer_host LowCardinality(String), in_app LowCardinality(String), device LowCardinality(String), os LowCardinality(String),
  browser LowCardinality(String), language LowCardinality(String), private Bool, simulated Bool,
  experiment_id LowCardinality(String), arm LowCardinality(String)
);

-- As a warehouse made anew from the log has them: the ingestor lifts every event to its newest version.
ALTER TABLE click_facts UPDATE version = 2 WHERE version = 1 SETTINGS mutations_sync = 1;
ALTER TABLE directory_facts UPDATE version = 2 WHERE version = 1 SETTINGS mutations_sync = 1;

-- Posts that somebody saw.
CREATE TABLE IF NOT EXISTS view_facts (
  type LowCardinality(String),
  version UInt16,
  event_id UUID,
  workspace_id LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  source LowCardinality(String),
  key String,
  person Tuple(visitor_id String, customer_id String, email_sha256 String, ip_prefix String, raw String),
  payload Tuple(view_id String, creator_id LowCardinality(String), campaign_id LowCardinality(String), post_id LowCardinality(String), platform LowCardinality(String), watched_ms UInt32),
  _topic LowCardinality(String),
  _partition UInt16,
  _offset UInt64,
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3),
  -- The first to be received wins, whatever the order of arrival; equal instants are told apart by content.
  _keep UInt64 DEFAULT bitOr(bitShiftLeft(toUInt64(281474976710655) - toUInt64(toUnixTimestamp64Milli(received_at)), 16), bitAnd(cityHash64(toString((occurred_at, source, key, person, payload))), 65535)),
  CONSTRAINT whole CHECK event_id != toUUID('00000000-0000-0000-0000-000000000000') AND workspace_id != '' AND toUnixTimestamp64Milli(occurred_at) != 0
)
ENGINE = ReplacingMergeTree(_keep)
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (workspace_id, event_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- Units and the arm each has, ordered by experiment: one is read whole, the others not at all. The event id is made of the experiment, the unit and the arm, so it decides the experiment.
CREATE TABLE IF NOT EXISTS assignment_facts (
  type LowCardinality(String),
  version UInt16,
  event_id UUID,
  workspace_id LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  source LowCardinality(String),
  key String,
  person Tuple(visitor_id String, customer_id String, email_sha256 String, ip_prefix String, raw String),
  payload Tuple(
    experiment_id LowCardinality(String), arm LowCardinality(String), unit LowCardinality(String), unit_id String,
    assignment LowCardinality(String), seed String, stratum String
  ),
  _topic LowCardinality(String),
  _partition UInt16,
  _offset UInt64,
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3),
  _keep UInt64 DEFAULT bitOr(bitShiftLeft(toUInt64(281474976710655) - toUInt64(toUnixTimestamp64Milli(received_at)), 16), bitAnd(cityHash64(toString((occurred_at, source, key, person, payload))), 65535)),
  CONSTRAINT whole CHECK event_id != toUUID('00000000-0000-0000-0000-000000000000') AND workspace_id != '' AND toUnixTimestamp64Milli(occurred_at) != 0
)
ENGINE = ReplacingMergeTree(_keep)
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (workspace_id, payload.experiment_id, event_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- Units that met what their arm does.
CREATE TABLE IF NOT EXISTS exposure_facts (
  type LowCardinality(String),
  version UInt16,
  event_id UUID,
  workspace_id LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  source LowCardinality(String),
  key String,
  person Tuple(visitor_id String, customer_id String, email_sha256 String, ip_prefix String, raw String),
  payload Tuple(experiment_id LowCardinality(String), arm LowCardinality(String), unit LowCardinality(String), unit_id String, exposure_id String),
  _topic LowCardinality(String),
  _partition UInt16,
  _offset UInt64,
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3),
  _keep UInt64 DEFAULT bitOr(bitShiftLeft(toUInt64(281474976710655) - toUInt64(toUnixTimestamp64Milli(received_at)), 16), bitAnd(cityHash64(toString((occurred_at, source, key, person, payload))), 65535)),
  CONSTRAINT whole CHECK event_id != toUUID('00000000-0000-0000-0000-000000000000') AND workspace_id != '' AND toUnixTimestamp64Milli(occurred_at) != 0
)
ENGINE = ReplacingMergeTree(_keep)
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (workspace_id, payload.experiment_id, event_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- What markets did, by day and figure; a revision is an event of its own.
CREATE TABLE IF NOT EXISTS geo_outcome_facts (
  type LowCardinality(String),
  version UInt16,
  event_id UUID,
  workspace_id LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  source LowCardinality(String),
  key String,
  person Tuple(visitor_id String, customer_id String, email_sha256 String, ip_prefix String, raw String),
  payload Tuple(geo_id LowCardinality(String), day Date32, metric LowCardinality(String), value Float64, currency LowCardinality(String), revision UInt32),
  _topic LowCardinality(String),
  _partition UInt16,
  _offset UInt64,
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3),
  _keep UInt64 DEFAULT bitOr(bitShiftLeft(toUInt64(281474976710655) - toUInt64(toUnixTimestamp64Milli(received_at)), 16), bitAnd(cityHash64(toString((occurred_at, source, key, person, payload))), 65535)),
  CONSTRAINT whole CHECK event_id != toUUID('00000000-0000-0000-0000-000000000000') AND workspace_id != '' AND toUnixTimestamp64Milli(occurred_at) != 0
)
ENGINE = ReplacingMergeTree(_keep)
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (workspace_id, event_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- Clicks of every class, once each.
CREATE OR REPLACE VIEW clicks SQL SECURITY DEFINER AS
SELECT
  workspace_id, event_id AS click_id, occurred_at, received_at, source, person.visitor_id AS visitor_id,
  payload.link_id AS link_id, payload.slug AS slug, payload.host AS host, payload.destination AS destination,
  payload.class AS class, payload.class_rule AS class_rule, payload.class_rules_version AS class_rules_version,
  payload.referrer_host AS referrer_host, payload.in_app AS in_app, payload.device AS device, payload.os AS os,
  payload.browser AS browser, payload.language AS language, payload.private AS private, payload.simulated AS simulated,
  payload.experiment_id AS experiment_id, payload.arm AS arm
FROM click_facts FINAL;

-- Views of posts, once each.
CREATE OR REPLACE VIEW post_views SQL SECURITY DEFINER AS
SELECT
  workspace_id, event_id AS view_event_id, occurred_at, received_at, source,
  person.visitor_id AS visitor_id, person.customer_id AS customer_id, person.email_sha256 AS email_sha256,
  payload.view_id AS view_id, payload.creator_id AS creator_id, payload.campaign_id AS campaign_id, payload.post_id AS post_id,
  payload.platform AS platform, payload.watched_ms AS watched_ms
FROM view_facts FINAL;

-- Assignments told or drawn, once for each unit and arm; those of redirect holdouts stand in the clicks.
CREATE OR REPLACE VIEW experiment_assignments SQL SECURITY DEFINER AS
SELECT
  workspace_id, event_id AS assignment_id, occurred_at, received_at, source,
  person.visitor_id AS visitor_id, person.customer_id AS customer_id, person.email_sha256 AS email_sha256,
  payload.experiment_id AS experiment_id, payload.arm AS arm, payload.unit AS unit, payload.unit_id AS unit_id,
  payload.assignment AS assignment, payload.seed AS seed, payload.stratum AS stratum
FROM assignment_facts FINAL;

-- Exposures, once each.
CREATE OR REPLACE VIEW experiment_exposures SQL SECURITY DEFINER AS
SELECT
  workspace_id, event_id AS exposure_event_id, occurred_at, received_at, source,
  person.visitor_id AS visitor_id, person.customer_id AS customer_id, person.email_sha256 AS email_sha256,
  payload.experiment_id AS experiment_id, payload.arm AS arm, payload.unit AS unit, payload.unit_id AS unit_id, payload.exposure_id AS exposure_id
FROM exposure_facts FINAL;

-- What markets did, by day and figure: the highest revision stands.
CREATE OR REPLACE VIEW geo_outcomes SQL SECURITY DEFINER AS
SELECT
  workspace_id, payload.geo_id AS geo_id, payload.day AS day, payload.metric AS metric,
  argMax(payload.value, payload.revision) AS value, argMax(payload.currency, payload.revision) AS currency, max(payload.revision) AS revision
FROM geo_outcome_facts FINAL
GROUP BY workspace_id, geo_id, day, metric;

-- Experiments: what fixes the analysis is as it was first started with, whatever was told later; the rest as it stands.
CREATE OR REPLACE VIEW experiments SQL SECURITY DEFINER AS
SELECT
  workspace_id, id AS experiment_id, JSONExtractString(entity, 'name') AS name, JSONExtractString(fixed, 'design') AS design,
  multiIf(design = 'market_switch_on', 'B', design = 'matched_exposure', 'C', 'A') AS grade,
  JSONExtractString(fixed, 'assignment') AS assignment, JSONExtractString(fixed, 'unit') AS unit,
  JSONExtract(fixed, 'arms', 'Array(Tuple(name String, weight UInt32))') AS arms, JSONExtractString(fixed, 'control_arm') AS control_arm,
  JSONExtractRaw(fixed, 'scope') AS scope, JSONExtractRaw(fixed, 'metric') AS metric, JSONExtractString(fixed, 'scale') AS scale,
  JSONExtractString(fixed, 'method') AS method, JSONExtractUInt(fixed, 'n_star') AS n_star, JSONExtractFloat(fixed, 'alpha') AS alpha,
  JSONExtractString(fixed, 'planned_end') AS planned_end, JSONExtractUInt(fixed, 'conversion_window_ms') AS conversion_window_ms,
  JSONExtractUInt(fixed, 'winsorising_cap_minor') AS winsorising_cap_minor,
  multiIf(stopped_at != '', 'stopped', started != '', 'running', 'draft') AS state,
  JSONExtractString(fixed, 'started_at') AS started_at, stopped_at, archived
FROM (
  SELECT
    workspace_id, id, argMaxIf(told, _offset, type = 'directory_upserted') AS entity,
    argMinIf(told, _offset, JSONExtractString(told, 'state') = 'running') AS started,
    argMinIf(JSONExtractString(told, 'stopped_at'), _offset, JSONExtractString(told, 'state') = 'stopped') AS stopped_at,
    if(started = '', entity, started) AS fixed,
    argMax(type, _offset) = 'directory_archived' AS archived
  FROM (
    SELECT workspace_id, type, _offset, JSONExtractString(payload, 'id') AS id, JSONExtractRaw(payload, 'entity') AS told
    FROM directory_facts FINAL WHERE JSONExtractString(payload, 'kind') = 'experiment'
  )
  GROUP BY workspace_id, id
);
