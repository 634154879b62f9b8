-- How long people took from their first touch, where that was a click, to the order: orders by the bucket whose end they stay below, and the middle.
SELECT countIf(took_ms < 3600000) AS hour, countIf(took_ms >= 3600000 AND took_ms < 86400000) AS day,
  countIf(took_ms >= 86400000 AND took_ms < 259200000) AS three_days, countIf(took_ms >= 259200000 AND took_ms < 604800000) AS week,
  countIf(took_ms >= 604800000 AND took_ms < 1209600000) AS fortnight, countIf(took_ms >= 1209600000) AS longer,
  quantileExactInclusive(0.5)(took_ms) AS median_ms, quantileExactInclusive(0.9)(took_ms) AS ninety_ms
FROM (
  SELECT dateDiff('millisecond', clicks.occurred_at, orders.conversion_time) AS took_ms
  FROM (
    SELECT toString(click_id) AS click, occurred_at FROM clicks
    WHERE workspace_id = {workspace:String} AND class = 'human'
      AND occurred_at >= subtractDays(toDateTime({from:Date}, {zone:String}), {lookback_days:UInt32}) AND occurred_at < toDateTime(addDays({to:Date}, 1), {zone:String})
  ) AS clicks
  INNER JOIN (
    SELECT conversion_id, conversion_time, argMin(touch_id, touch_position) AS first_touch
    FROM ledger
    WHERE workspace_id = {workspace:String} AND model = 'linear' AND touch_id != '(unattributed)'
      AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
    GROUP BY conversion_id, conversion_time
    HAVING {creator:String} = '' OR countIf(creator_id = {creator:String}) > 0
  ) AS orders ON clicks.click = orders.first_touch
)
SETTINGS max_bytes_before_external_group_by = 268435456
