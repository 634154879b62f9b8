-- One table for each kind of fact. `whole`: a row without its id, workspace or instant is refused, not filled with zeros.

-- Every request to a tracked link, of every class.
CREATE TABLE IF NOT EXISTS click_facts (
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
    link_id LowCardinality(String), slug String, host LowCardinality(String), destination String,
    class LowCardinality(String), class_rule LowCardinality(String), class_rules_version UInt16,
    referrer_host LowCardinality(String), in_app LowCardinality(String), device LowCardinality(String), os LowCardinality(String),
    browser LowCardinality(String), language LowCardinality(String), private Bool, simulated Bool
  ),
  _topic LowCardinality(String),
  _partition UInt16,
  _offset UInt64,
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3),
  CONSTRAINT whole CHECK event_id != toUUID('00000000-0000-0000-0000-000000000000') AND workspace_id != '' AND toUnixTimestamp64Milli(occurred_at) != 0
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (workspace_id, occurred_at, event_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- Requests for a slug that no link has.
CREATE TABLE IF NOT EXISTS miss_facts (
  type LowCardinality(String),
  version UInt16,
  event_id UUID,
  workspace_id LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  source LowCardinality(String),
  key String,
  person Tuple(visitor_id String, customer_id String, email_sha256 String, ip_prefix String, raw String),
  payload Tuple(slug String, host String, class LowCardinality(String)),
  _topic LowCardinality(String),
  _partition UInt16,
  _offset UInt64,
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3),
  CONSTRAINT whole CHECK event_id != toUUID('00000000-0000-0000-0000-000000000000') AND workspace_id != '' AND toUnixTimestamp64Milli(occurred_at) != 0
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (workspace_id, occurred_at, event_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- Orders as brands reported them; one order id and source is one order.
CREATE TABLE IF NOT EXISTS order_facts (
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
    order_id String, amount_minor Int64, currency LowCardinality(String), fx_rate String, click_id String, codes Array(String),
    items Array(Tuple(sku String, quantity UInt32, amount_minor Int64)), country LowCardinality(String), region String, new_customer Nullable(Bool)
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

-- Refunds as signed deltas: negative is money back to the customer.
CREATE TABLE IF NOT EXISTS refund_facts (
  type LowCardinality(String),
  version UInt16,
  event_id UUID,
  workspace_id LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  source LowCardinality(String),
  key String,
  person Tuple(visitor_id String, customer_id String, email_sha256 String, ip_prefix String, raw String),
  payload Tuple(order_id String, refund_id String, delta_minor Int64, currency LowCardinality(String), reason String),
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

-- Promo codes redeemed, reported apart from an order.
CREATE TABLE IF NOT EXISTS redemption_facts (
  type LowCardinality(String),
  version UInt16,
  event_id UUID,
  workspace_id LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  source LowCardinality(String),
  key String,
  person Tuple(visitor_id String, customer_id String, email_sha256 String, ip_prefix String, raw String),
  payload Tuple(code String, order_id String),
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

-- Identifiers that belong to one person.
CREATE TABLE IF NOT EXISTS identity_facts (
  type LowCardinality(String),
  version UInt16,
  event_id UUID,
  workspace_id LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  source LowCardinality(String),
  key String,
  person Tuple(visitor_id String, customer_id String, email_sha256 String, ip_prefix String, raw String),
  payload Tuple(click_id String),
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

-- What creators cost, with the days each cost is spread over.
CREATE TABLE IF NOT EXISTS cost_facts (
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
    cost_id String, creator_id String, campaign_id String, post_id String, kind LowCardinality(String),
    amount_minor Int64, currency LowCardinality(String), fx_rate String, period_from Date, period_to Date
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

-- Every change of a workspace, creator, campaign, post, link, code or key; the payload stays JSON, its shape differs by kind.
CREATE TABLE IF NOT EXISTS directory_facts (
  type LowCardinality(String),
  version UInt16,
  event_id UUID,
  workspace_id LowCardinality(String),
  occurred_at DateTime64(3, 'UTC'),
  received_at DateTime64(3, 'UTC'),
  source LowCardinality(String),
  key String,
  person Tuple(visitor_id String, customer_id String, email_sha256 String, ip_prefix String, raw String),
  payload String,
  _topic LowCardinality(String),
  _partition UInt16,
  _offset UInt64,
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3),
  -- A repeat must not come after the changes that followed the first.
  _keep UInt64 DEFAULT bitNot(_offset),
  CONSTRAINT whole CHECK event_id != toUUID('00000000-0000-0000-0000-000000000000') AND workspace_id != '' AND toUnixTimestamp64Milli(occurred_at) != 0
)
ENGINE = ReplacingMergeTree(_keep)
ORDER BY (workspace_id, event_id)
SETTINGS non_replicated_deduplication_window = 10000;

-- What could not be taken, with the reason code; raw bytes stand in the person part.
CREATE TABLE IF NOT EXISTS reject_facts (
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
    stage LowCardinality(String), code LowCardinality(String), path String, message String, bytes UInt32,
    origin_topic LowCardinality(String), origin_partition UInt16, origin_offset UInt64
  ),
  _topic LowCardinality(String),
  _partition UInt16,
  _offset UInt64,
  ingested_at DateTime64(3, 'UTC') DEFAULT now64(3),
  CONSTRAINT whole CHECK event_id != toUUID('00000000-0000-0000-0000-000000000000') AND workspace_id != '' AND toUnixTimestamp64Milli(occurred_at) != 0
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(occurred_at)
ORDER BY (workspace_id, event_id)
SETTINGS non_replicated_deduplication_window = 10000;
