-- Version 2 of order_placed: is it an order, or the renewal of a subscription? What was stored before is an order.
ALTER TABLE order_facts MODIFY COLUMN payload Tuple(
  order_id String, amount_minor Int64, currency LowCardinality(String), fx_rate String, click_id String, codes Array(String),
  items Array(Tuple(sku String, quantity UInt32, amount_minor Int64)), country LowCardinality(String), region String, new_customer Nullable(Bool),
  kind Enum8('order' = 0, 'subscription_renewed' = 1)
);

-- The hash of an order goes on being made of what version 1 had, so that rows of before and after are told apart alike.
ALTER TABLE order_facts MODIFY COLUMN _keep UInt64 DEFAULT bitOr(
  bitShiftLeft(toUInt64(281474976710655) - toUInt64(toUnixTimestamp64Milli(received_at)), 16),
  bitAnd(cityHash64(concat(
    toString((occurred_at, source, key, person, (
      payload.order_id, payload.amount_minor, payload.currency, payload.fx_rate, payload.click_id, payload.codes, payload.items,
      payload.country, payload.region, payload.new_customer
    ))),
    if(payload.kind = 'order', '', toString(payload.kind))
  )), 65535)
);

-- As a warehouse made anew from the log has them: the ingestor lifts every order to the newest version.
ALTER TABLE order_facts UPDATE version = 2 WHERE version = 1 SETTINGS mutations_sync = 1;

-- Orders, once each; the first report of an order id wins.
CREATE OR REPLACE VIEW orders SQL SECURITY DEFINER AS
SELECT
  workspace_id, event_id AS conversion_id, occurred_at, received_at, source,
  person.visitor_id AS visitor_id, person.customer_id AS customer_id, person.email_sha256 AS email_sha256,
  payload.order_id AS order_id, payload.amount_minor AS amount_minor, payload.currency AS currency, payload.fx_rate AS fx_rate,
  payload.click_id AS click_id, payload.codes AS codes, payload.items AS items, payload.country AS country,
  payload.region AS region, payload.new_customer AS new_customer, payload.kind AS kind
FROM order_facts FINAL;
