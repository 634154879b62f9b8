-- Per arm of one experiment: sums, squares and products of outcome and covariate, as told and capped, of the units that bought anything; the others are zeros.
SELECT
  arm, countIf(orders > 0) AS conversions,
  -- Whole numbers, the squares of 128 bits: the same in whatever order they are added, rounded to a double once.
  toFloat64(sum(y)) AS y_sum, toFloat64(sum(toInt128(y) * y)) AS y_sum_squares,
  toFloat64(sum(x)) AS x_sum, toFloat64(sum(toInt128(x) * x)) AS x_sum_squares, toFloat64(sum(toInt128(x) * y)) AS xy_sum,
  toFloat64(sum(least(y, {cap:Int64}) AS yc)) AS yc_sum, toFloat64(sum(toInt128(yc) * yc)) AS yc_sum_squares,
  toFloat64(sum(least(x, {cap:Int64}) AS xc)) AS xc_sum, toFloat64(sum(toInt128(xc) * xc)) AS xc_sum_squares,
  toFloat64(sum(toInt128(xc) * yc)) AS xcyc_sum,
  toFloat64(sum(orders)) AS o_sum, toFloat64(sum(toInt128(orders) * orders)) AS o_sum_squares, toFloat64(sum(toInt128(orders) * y)) AS yo_sum,
  toFloat64(sumIf(y, exposed)) AS ya_sum, toFloat64(sum(early)) AS outcomes_early
FROM (
  SELECT
    -- Few and plain states for each unit, as there are millions of them: three counts of 42 bits in one number, and what is the same in all rows in another.
    any(mark) AS marked, intDiv(marked, 2) AS arm, marked % 2 = 1 AS exposed, sum(counts) AS counted,
    toInt64(bitAnd(counted, 4398046511103)) AS orders, toInt64(bitAnd(bitShiftRight(counted, 42), 4398046511103)) AS orders_before,
    toInt64(bitShiftRight(counted, 84)) AS early, sum(amount * inside) AS amount_inside, sum(amount * before) AS amount_before,
    multiIf({metric:String} = 'revenue', amount_inside, {metric:String} = 'orders', orders, toInt64(orders > 0)) AS y,
    multiIf({metric:String} = 'revenue', amount_before, {metric:String} = 'orders', orders_before, toInt64(orders_before > 0)) AS x
  FROM (
    SELECT
      o.unit AS unit, o.kind AS kind, o.at_ms AS at_ms, o.amount AS amount, u.arm AS arm, u.assigned_ms AS assigned_ms, u.exposed_ms AS exposed_ms,
      if({population:String} = 'exposed', greatest(exposed_ms, assigned_ms), assigned_ms) AS from_ms,
      at_ms >= from_ms AND at_ms < from_ms + {window_ms:Int64} AS inside,
      at_ms >= {pre_from_ms:Int64} AND at_ms < {pre_to_ms:Int64} AS before,
      exposed_ms != 0 AND at_ms >= assigned_ms AND at_ms < exposed_ms AS too_early,
      toUInt16(arm) * 2 + (exposed_ms != 0 AND exposed_ms < assigned_ms + {window_ms:Int64}) AS mark,
      if(kind = 3, bitOr(bitOr(toUInt128(inside), bitShiftLeft(toUInt128(before), 42)), bitShiftLeft(toUInt128(too_early), 84)), toUInt128(0)) AS counts
    FROM (
      SELECT sipHash64(identifier) AS unit, kind, at_ms, amount FROM (/*outcomes*/) WHERE unit % {slices:UInt32} = {slice:UInt32}
    ) AS o
    INNER JOIN (/*units*/) AS u ON u.unit = o.unit
    WHERE ({population:String} = 'assigned' OR u.exposed_ms != 0) AND (inside OR before OR too_early)/*single*/
  )
  GROUP BY unit
)
GROUP BY arm
SETTINGS join_algorithm = 'parallel_hash', max_bytes_before_external_group_by = 1000000000
