-- Version 4 of the directory's events: what a thousand impressions on a platform cost. Stored as a warehouse made anew from the log has them.
ALTER TABLE directory_facts UPDATE version = 4 WHERE version < 4 SETTINGS mutations_sync = 1;

-- What platforms showed of posts at an instant: sums since the post was made. What was not told is null, and not 0.
CREATE TABLE IF NOT EXISTS post_metric_facts (
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
    post_id String, impressions Nullable(UInt64), views Nullable(UInt64), reach Nullable(UInt64), likes Nullable(UInt64), comments Nullable(UInt64),
    shares Nullable(UInt64), saves Nullable(UInt64), watched_ms Nullable(UInt64), followers Nullable(UInt64), revision UInt32
  ),
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

-- What was told of posts, once for each instant and revision.
CREATE OR REPLACE VIEW post_metrics SQL SECURITY DEFINER AS
SELECT
  workspace_id, event_id, occurred_at, received_at, source, payload.post_id AS post_id, payload.revision AS revision,
  payload.impressions AS impressions, payload.views AS views, payload.reach AS reach, payload.likes AS likes, payload.comments AS comments,
  payload.shares AS shares, payload.saves AS saves, payload.watched_ms AS watched_ms, payload.followers AS followers
FROM post_metric_facts FINAL;

-- What a thousand impressions on each platform cost the workspace elsewhere, in minor units of its currency.
CREATE OR REPLACE VIEW platform_cpms SQL SECURITY DEFINER AS
SELECT workspace_id, JSONExtractString(entity, 'platform') AS platform, JSONExtractUInt(entity, 'cpm_minor') AS cpm_minor
FROM entities WHERE kind = 'platform_cpm' AND NOT archived;

-- Each post as it was last told to be, with what that makes. A figure that a later report leaves out stays as it was; where a post's impressions are
-- never told its views stand for them. earned_media_value_minor = shown / 1000 × CPM of the platform: what the attention would have cost, never revenue.
CREATE OR REPLACE VIEW post_figures SQL SECURITY DEFINER AS
SELECT
  told.workspace_id AS workspace_id, told.post_id AS post_id, posts.creator_id AS creator_id, posts.campaign_id AS campaign_id,
  if(posts.platform != '', posts.platform, creators.platform) AS platform, told.measured_at AS measured_at,
  told.impressions AS impressions, told.views AS views, ifNull(told.impressions, told.views) AS shown, told.reach AS reach, told.likes AS likes,
  told.comments AS comments, told.shares AS shares, told.saves AS saves, told.watched_ms AS watched_ms,
  ifNull(told.followers, toNullable(creators.followers)) AS followers, told.engagements AS engagements,
  ifNull(clicked.clicks, 0) AS clicks, clicks / nullIf(shown, 0) AS ctr,
  engagements / nullIf(followers, 0) AS engagement_rate_by_followers, engagements / nullIf(reach, 0) AS engagement_rate_by_reach,
  cpms.cpm_minor AS cpm_minor, shown / 1000 * cpms.cpm_minor AS earned_media_value_minor
FROM (
  SELECT
    workspace_id, post_id, max(occurred_at) AS measured_at,
    argMaxIf(impressions, (occurred_at, revision), isNotNull(impressions)) AS impressions, argMaxIf(views, (occurred_at, revision), isNotNull(views)) AS views,
    argMaxIf(reach, (occurred_at, revision), isNotNull(reach)) AS reach, argMaxIf(likes, (occurred_at, revision), isNotNull(likes)) AS likes,
    argMaxIf(comments, (occurred_at, revision), isNotNull(comments)) AS comments, argMaxIf(shares, (occurred_at, revision), isNotNull(shares)) AS shares,
    argMaxIf(saves, (occurred_at, revision), isNotNull(saves)) AS saves,
    argMaxIf(watched_ms, (occurred_at, revision), isNotNull(watched_ms)) AS watched_ms,
    argMaxIf(followers, (occurred_at, revision), isNotNull(followers)) AS followers,
    if(isNull(likes) AND isNull(comments) AND isNull(shares) AND isNull(saves), NULL, ifNull(likes, 0) + ifNull(comments, 0) + ifNull(shares, 0) + ifNull(saves, 0)) AS engagements
  FROM (SELECT * FROM post_metrics)
  GROUP BY workspace_id, post_id
) AS told
LEFT JOIN (SELECT workspace_id, post_id, creator_id, campaign_id, platform FROM posts) AS posts
  ON posts.workspace_id = told.workspace_id AND posts.post_id = told.post_id
LEFT JOIN (
  SELECT workspace_id, id AS creator_id, JSONExtractString(entity, 'platform') AS platform, JSONExtract(entity, 'followers', 'Nullable(UInt64)') AS followers
  FROM entities WHERE kind = 'creator'
) AS creators ON creators.workspace_id = posts.workspace_id AND creators.creator_id = posts.creator_id
LEFT JOIN (
  SELECT clicks.workspace_id AS workspace_id, links.post_id AS post_id, toNullable(count()) AS clicks
  FROM clicks INNER JOIN (SELECT workspace_id, link_id, post_id FROM links WHERE post_id != '') AS links
    ON links.workspace_id = clicks.workspace_id AND links.link_id = clicks.link_id
  WHERE clicks.class = 'human' GROUP BY workspace_id, post_id
) AS clicked ON clicked.workspace_id = told.workspace_id AND clicked.post_id = told.post_id
LEFT JOIN (SELECT workspace_id, platform, toNullable(cpm_minor) AS cpm_minor FROM platform_cpms) AS cpms
  ON cpms.workspace_id = told.workspace_id AND cpms.platform = if(posts.platform != '', posts.platform, creators.platform);

-- Sums by day (UTC) at the finest grain there is; every measure may be added up over days, creators, campaigns, platforms, posts and links. Visitors
-- are not among them: one person seen twice is one visitor of the whole. A rate of a whole is made of its sums, never of the rates of its parts.
-- The platform is the link's or post's, else the creator's. Costs and impressions are of a post at most: their link_id is empty.
CREATE OR REPLACE VIEW figures_daily SQL SECURITY DEFINER AS
SELECT
  parts.workspace_id AS workspace_id, parts.day AS day, parts.model AS model, parts.creator_id AS creator_id, parts.campaign_id AS campaign_id,
  parts.post_id AS post_id, parts.link_id AS link_id,
  multiIf(parts.platform != '', parts.platform, posts.platform != '', posts.platform, creators.platform) AS platform,
  parts.measure AS measure, parts.value AS value
FROM (
  SELECT
    workspace_id, toDate(conversion_time) AS day, model, creator_id, campaign_id, post_id, link_id, platform,
    if(touch_id = '(unattributed)', 'unattributed_minor', pair.1) AS measure, pair.2 AS value
  FROM ledger
  ARRAY JOIN if(touch_id = '(unattributed)', [('', toFloat64(amount_workspace_minor))], [('conversions', toFloat64(weight)), ('revenue_minor', toFloat64(amount_workspace_minor))]) AS pair
  UNION ALL
  SELECT
    clicks.workspace_id, toDate(clicks.occurred_at), '', links.creator_id, links.campaign_id, links.post_id, clicks.link_id, links.platform, 'clicks', toFloat64(count())
  FROM clicks INNER JOIN links ON links.workspace_id = clicks.workspace_id AND links.link_id = clicks.link_id
  WHERE clicks.class = 'human'
  GROUP BY clicks.workspace_id, toDate(clicks.occurred_at), links.creator_id, links.campaign_id, links.post_id, clicks.link_id, links.platform
  UNION ALL
  SELECT
    workspace_id, toDate(addDays(period_from, number)) AS day, '', creator_id, campaign_id, post_id, '', '', 'investment_minor',
    toFloat64(intDiv(total_minor * (number + 1), days) - intDiv(total_minor * number, days))
  FROM (
    SELECT
      costs.workspace_id AS workspace_id, creator_id, campaign_id, post_id, period_from, toInt64(dateDiff('day', period_from, period_to) + 1) AS days,
      -- Digits behind the point by ISO 4217; what is not listed has two.
      transform(spent_in, ['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW'],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3, 3, 4, 4], 2) AS spent_digits,
      transform(told_in, ['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF', 'BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND', 'CLF', 'UYW'],
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 3, 3, 3, 3, 3, 3, 4, 4], 2) AS told_digits,
      told_digits - spent_digits AS shift,
      toDecimal256(amount_minor, 12) * toDecimal256(if(fx_rate = '', '1', fx_rate), 12) AS converted,
      toInt64(round(if(shift >= 0, converted * toInt64(exp10(greatest(shift, 0))), converted / toInt64(exp10(greatest(-shift, 0)))))) AS total_minor
    FROM (SELECT workspace_id, creator_id, campaign_id, post_id, period_from, period_to, amount_minor, fx_rate, currency AS spent_in FROM costs) AS costs
    INNER JOIN (SELECT workspace_id, currency AS told_in FROM workspaces) AS told ON told.workspace_id = costs.workspace_id
  )
  ARRAY JOIN range(toUInt64(days)) AS number
  UNION ALL
  SELECT steps.workspace_id, steps.day, '', posts.creator_id, posts.campaign_id, steps.post_id, '', posts.platform, steps.measure, steps.value
  FROM (
    -- What a day added: what the last report until its end said, less what the last one before it said.
    SELECT
      workspace_id, post_id, day, measure,
      toFloat64(total) - toFloat64(lagInFrame(total, 1, 0) OVER (PARTITION BY workspace_id, post_id, measure ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS value
    FROM (
      SELECT workspace_id, post_id, toDate(occurred_at) AS day, pair.1 AS measure, argMax(assumeNotNull(pair.2), (occurred_at, revision)) AS total
      FROM (
        SELECT *, countIf(isNotNull(impressions)) OVER (PARTITION BY workspace_id, post_id) > 0 AS counts_impressions FROM post_metrics
      )
      ARRAY JOIN [
        ('impressions', if(counts_impressions, impressions, views)), ('likes', likes), ('comments', comments), ('shares', shares), ('saves', saves), ('watched_ms', watched_ms)
      ] AS pair
      WHERE isNotNull(pair.2)
      GROUP BY workspace_id, post_id, day, measure
    )
  ) AS steps
  LEFT JOIN (SELECT workspace_id, post_id, creator_id, campaign_id, platform FROM posts) AS posts
    ON posts.workspace_id = steps.workspace_id AND posts.post_id = steps.post_id
) AS parts
LEFT JOIN (SELECT workspace_id, post_id, platform FROM posts) AS posts ON posts.workspace_id = parts.workspace_id AND posts.post_id = parts.post_id
LEFT JOIN (SELECT workspace_id, creator_id, platform FROM creators) AS creators ON creators.workspace_id = parts.workspace_id AND creators.creator_id = parts.creator_id;

-- How much of what each model credited an experiment's scope with it found to be caused; one row for each result and model, appended and never changed.
CREATE TABLE IF NOT EXISTS calibrations (
  workspace_id LowCardinality(String),
  experiment_id String,
  model LowCardinality(String),
  -- Of the result in lift_results that it was made from.
  run_id UUID,
  -- The last instant the experiment looked at; the factor's age counts from it.
  measured_at DateTime64(3, 'UTC'),
  grade LowCardinality(String),
  -- What was compared: minor units of revenue, orders, or units with an order.
  basis LowCardinality(String),
  link_ids Array(String),
  creator_ids Array(String),
  campaign_ids Array(String),
  incremental Float64,
  attributed Float64,
  factor Float64,
  factor_low Float64,
  factor_high Float64,
  computed_at DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree
ORDER BY (workspace_id, experiment_id, model, run_id)
SETTINGS non_replicated_deduplication_window = 1000;

-- The factors of each experiment's newest result: where that one is withheld, there is none (I8). They say nothing any more 180 days after measured_at.
CREATE OR REPLACE VIEW calibration_factors SQL SECURITY DEFINER AS
SELECT
  workspace_id, experiment_id, model, run_id, measured_at, grade, basis, link_ids, creator_ids, campaign_ids, incremental, attributed, factor, factor_low,
  factor_high, computed_at
FROM calibrations FINAL
WHERE (workspace_id, experiment_id, run_id) IN (
  SELECT workspace_id, experiment_id, argMax(run_id, (as_of, computed_at)) FROM lift_results FINAL GROUP BY workspace_id, experiment_id
);

-- The ledger with what experiments make of it, line by line: calibrated and baseline sum to the amount. Of several factors that cover a line the newest measured
-- counts; where none holds the experiment is empty and there is no calibrated amount. The model's own credit stays what it is.
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
    arrayReverseSort(each -> (each.5, each.1), groupArray((experiment_id, link_ids, creator_ids, campaign_ids, measured_at, factor, toString(grade)))) AS factors
  FROM calibration_factors
  WHERE measured_at > now64(3) - INTERVAL 180 DAY AND measured_at <= now64(3)
  GROUP BY workspace_id, model
) AS standing ON standing.workspace_id = lines.workspace_id AND standing.model = lines.model;
