-- Clicks of every class, once each.
CREATE OR REPLACE VIEW clicks SQL SECURITY DEFINER AS
SELECT
  workspace_id, event_id AS click_id, occurred_at, received_at, source, person.visitor_id AS visitor_id,
  payload.link_id AS link_id, payload.slug AS slug, payload.host AS host, payload.destination AS destination,
  payload.class AS class, payload.class_rule AS class_rule, payload.class_rules_version AS class_rules_version,
  payload.referrer_host AS referrer_host, payload.in_app AS in_app, payload.device AS device, payload.os AS os,
  payload.browser AS browser, payload.language AS language, payload.private AS private, payload.simulated AS simulated
FROM click_facts FINAL;

-- Requests for slugs nobody has, once each.
CREATE OR REPLACE VIEW redirect_misses SQL SECURITY DEFINER AS
SELECT workspace_id, event_id, occurred_at, payload.slug AS slug, payload.host AS host, payload.class AS class
FROM miss_facts FINAL;

-- Orders, once each; the first report of an order id wins.
CREATE OR REPLACE VIEW orders SQL SECURITY DEFINER AS
SELECT
  workspace_id, event_id AS conversion_id, occurred_at, received_at, source,
  person.visitor_id AS visitor_id, person.customer_id AS customer_id, person.email_sha256 AS email_sha256,
  payload.order_id AS order_id, payload.amount_minor AS amount_minor, payload.currency AS currency, payload.fx_rate AS fx_rate,
  payload.click_id AS click_id, payload.codes AS codes, payload.items AS items, payload.country AS country,
  payload.region AS region, payload.new_customer AS new_customer
FROM order_facts FINAL;

-- Refunds, once each.
CREATE OR REPLACE VIEW refunds SQL SECURITY DEFINER AS
SELECT
  workspace_id, event_id AS refund_event_id, occurred_at, received_at, source, payload.order_id AS order_id,
  payload.refund_id AS refund_id, payload.delta_minor AS delta_minor, payload.currency AS currency, payload.reason AS reason
FROM refund_facts FINAL;

-- Redeemed promo codes, once each.
CREATE OR REPLACE VIEW code_redemptions SQL SECURITY DEFINER AS
SELECT
  workspace_id, event_id AS redemption_id, occurred_at, received_at, source,
  person.visitor_id AS visitor_id, person.customer_id AS customer_id, person.email_sha256 AS email_sha256,
  payload.code AS code, payload.order_id AS order_id
FROM redemption_facts FINAL;

-- Identifiers told to belong together, once each.
CREATE OR REPLACE VIEW identities SQL SECURITY DEFINER AS
SELECT
  workspace_id, event_id AS identity_id, occurred_at, received_at, source,
  person.visitor_id AS visitor_id, person.customer_id AS customer_id, person.email_sha256 AS email_sha256, payload.click_id AS click_id
FROM identity_facts FINAL;

-- Costs, once each.
CREATE OR REPLACE VIEW costs SQL SECURITY DEFINER AS
SELECT
  workspace_id, event_id, occurred_at, received_at, source, payload.cost_id AS cost_id, payload.creator_id AS creator_id,
  payload.campaign_id AS campaign_id, payload.post_id AS post_id, payload.kind AS kind, payload.amount_minor AS amount_minor,
  payload.currency AS currency, payload.fx_rate AS fx_rate, payload.period_from AS period_from, payload.period_to AS period_to
FROM cost_facts FINAL;

-- Every entity as it stands: the newest change wins; an archived one keeps what it last was.
CREATE OR REPLACE VIEW entities SQL SECURITY DEFINER AS
SELECT
  workspace_id, kind, id, argMaxIf(entity, _offset, type = 'directory_upserted') AS entity,
  argMax(type, _offset) = 'directory_archived' AS archived, max(occurred_at) AS changed_at
FROM (
  SELECT
    workspace_id, type, _offset, occurred_at, JSONExtractString(payload, 'kind') AS kind, JSONExtractString(payload, 'id') AS id,
    JSONExtractRaw(payload, 'entity') AS entity
  FROM directory_facts FINAL
)
WHERE kind != 'api_key'
GROUP BY workspace_id, kind, id;

-- Workspaces with their currency and windows.
CREATE OR REPLACE VIEW workspaces SQL SECURITY DEFINER AS
SELECT
  id AS workspace_id, JSONExtractString(entity, 'name') AS name, JSONExtractString(entity, 'currency') AS currency,
  JSONExtractString(entity, 'time_zone') AS time_zone, JSONExtractBool(entity, 'simulated') AS simulated,
  JSONExtractInt(entity, 'click_window_ms') AS click_window_ms, JSONExtractInt(entity, 'code_window_ms') AS code_window_ms,
  JSONExtractInt(entity, 'half_life_ms') AS half_life_ms, archived
FROM entities WHERE kind = 'workspace';

-- Creators.
CREATE OR REPLACE VIEW creators SQL SECURITY DEFINER AS
SELECT
  workspace_id, id AS creator_id, JSONExtractString(entity, 'name') AS name, JSONExtractString(entity, 'handle') AS handle,
  JSONExtractString(entity, 'platform') AS platform, JSONExtractUInt(entity, 'followers') AS followers, archived
FROM entities WHERE kind = 'creator';

-- Campaigns.
CREATE OR REPLACE VIEW campaigns SQL SECURITY DEFINER AS
SELECT workspace_id, id AS campaign_id, JSONExtractString(entity, 'name') AS name, archived FROM entities WHERE kind = 'campaign';

-- Posts.
CREATE OR REPLACE VIEW posts SQL SECURITY DEFINER AS
SELECT
  workspace_id, id AS post_id, JSONExtractString(entity, 'name') AS name, JSONExtractString(entity, 'creator_id') AS creator_id,
  JSONExtractString(entity, 'campaign_id') AS campaign_id, JSONExtractString(entity, 'platform') AS platform,
  JSONExtractString(entity, 'url') AS url, JSONExtractString(entity, 'posted_at') AS posted_at, archived
FROM entities WHERE kind = 'post';

-- Links with the creator, campaign, post and platform a click on them counts for; archived links keep their past clicks.
CREATE OR REPLACE VIEW links SQL SECURITY DEFINER AS
SELECT
  workspace_id, id AS link_id, JSONExtractString(entity, 'slug') AS slug, JSONExtractString(entity, 'destination') AS destination,
  JSONExtractString(entity, 'creator_id') AS creator_id, JSONExtractString(entity, 'campaign_id') AS campaign_id,
  JSONExtractString(entity, 'post_id') AS post_id, JSONExtractString(entity, 'platform') AS platform, archived
FROM entities WHERE kind = 'link';

-- Promo codes and whose they are.
CREATE OR REPLACE VIEW codes SQL SECURITY DEFINER AS
SELECT
  workspace_id, id AS code_id, JSONExtractString(entity, 'code') AS code, JSONExtractString(entity, 'creator_id') AS creator_id,
  JSONExtractString(entity, 'campaign_id') AS campaign_id, JSONExtractString(entity, 'post_id') AS post_id, archived
FROM entities WHERE kind = 'code';

-- Events that were refused, and why; without what they carried.
CREATE OR REPLACE VIEW rejects SQL SECURITY DEFINER AS
SELECT
  workspace_id, event_id AS reject_id, occurred_at, source, payload.stage AS stage, payload.code AS code, payload.path AS path,
  payload.message AS message, payload.bytes AS bytes, payload.origin_topic AS origin_topic,
  payload.origin_partition AS origin_partition, payload.origin_offset AS origin_offset
FROM reject_facts FINAL;

-- Every line of every finished run: credits, refunds and reversals, with what was known when.
CREATE OR REPLACE VIEW ledger_history SQL SECURITY DEFINER AS
SELECT * FROM credit_lines WHERE run_id IN (SELECT run_id FROM attribution_runs);

-- The ledger as it stands: what reversals left. The event time is the conversion's; a refund lowers the amount of its order's lines.
CREATE OR REPLACE VIEW ledger SQL SECURITY DEFINER AS
SELECT
  workspace_id, model, model_version, conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  currency, workspace_currency, minIf(event_time, kind = 'credit') AS conversion_time,
  sumIf(weight, kind != 'refund') AS weight, sum(amount_minor) AS amount_minor,
  sum(amount_workspace_minor) AS amount_workspace_minor, max(knowledge_time) AS known_at,
  sum(multiIf(kind = 'credit', 1, kind = 'reversal', -1, 0)) AS standing
FROM ledger_history
GROUP BY
  workspace_id, model, model_version, conversion_id, order_id, touch_id, touch_position, creator_id, campaign_id, post_id, link_id, platform,
  currency, workspace_currency
HAVING standing > 0;
