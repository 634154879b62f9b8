-- Every order of those a run credits, with its person, money and refunds, in buckets of time.
INSERT INTO run_orders
WITH
/* converted */,
  members AS (
    SELECT identifier, person_id FROM run_members WHERE run_id = {run_id:UUID} AND startsWith(identifier, 'order:')
  ),
/* ordered */,
  refunded AS (
    SELECT
      order_id, currency, sum(moved_minor) AS moved_minor,
      arraySort(groupArrayIf((at_ms, delta_minor), delta_minor != 0)::Array(Tuple(at_ms Int64, delta_minor Int64))) AS refunds
    FROM (
      SELECT
        payload.order_id AS order_id, payload.currency AS currency, toUnixTimestamp64Milli(occurred_at) AS at_ms,
        sum(payload.delta_minor) AS delta_minor, sum(abs(payload.delta_minor)) AS moved_minor
      FROM refund_facts FINAL WHERE workspace_id = {workspace_id:String} AND ({everybody:Bool} OR payload.order_id IN (SELECT substring(identifier, 7) FROM members))
      GROUP BY order_id, currency, at_ms
    )
    GROUP BY order_id, currency
  ),
  placed AS (
    SELECT
      if(m.person_id = '', concat('order:', f.order_id), m.person_id) AS person_id, f.event_id AS conversion_id, f.order_id AS order_id,
      toUnixTimestamp64Milli(f.occurred_at) AS at_ms, f.amount_minor AS amount_minor, f.currency AS currency, f.codes AS codes,
      if(currency = {currency:String}, '1', f.fx_rate) AS rate_text,
      match(rate_text, '^[0-9]{1,9}([.][0-9]{1,12})?$') AS rate_known, position(rate_text, '.') AS point,
      if(rate_known, toInt128OrZero(replaceOne(rate_text, '.', '')), 0) AS rate,
      toInt8({exponents:Map(String, UInt8)}[{currency:String}]) - toInt8({exponents:Map(String, UInt8)}[currency])
        - if(point = 0 OR NOT rate_known, 0, length(rate_text) - point) AS shift
    FROM ordered AS f LEFT JOIN members AS m ON m.identifier = concat('order:', f.order_id)
  )
SELECT
  {run_id:UUID}, arrayCount(begin_ms -> begin_ms <= p.at_ms, {begins_ms:Array(Int64)}), sipHash128(p.person_id) AS person, p.person_id, p.conversion_id, p.order_id, p.at_ms,
  p.amount_minor, p.currency, p.rate, p.shift, if(odd, 0, converted(p.amount_minor, p.rate, p.shift)), r.refunds, p.codes,
  -- Amounts this large, without a rate, or in a currency that has just come, are looked at one by one.
  NOT p.rate_known OR NOT mapContains({exponents:Map(String, UInt8)}, p.currency) OR greatest(toFloat64(abs(p.amount_minor) + r.moved_minor), toFloat64(abs(p.amount_minor) + r.moved_minor) * toFloat64(p.rate) * exp10(p.shift)) > {amount_max:Float64} AS odd
FROM placed AS p LEFT JOIN refunded AS r ON r.order_id = p.order_id AND r.currency = p.currency
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}
