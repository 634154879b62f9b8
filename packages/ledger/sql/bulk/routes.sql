  -- The channels of each journey at the fitted level, repeats once, cut into the moves and the end of a chain of some order.
  owner_list AS (SELECT groupArray(owner) AS owners, groupArray(fit_channel) AS channels FROM (SELECT owner, fit_channel FROM run_owners WHERE run_id = {run_id:UUID} ORDER BY owner)),
  routes AS (
    SELECT
      value,
      arrayMap(owner -> transform(toUInt32(bitAnd(owner, 2147483647)), (SELECT owners FROM owner_list), (SELECT channels FROM owner_list), toUInt32(0)), path.3) AS channels,
      arrayFilter((channel, later) -> channel != later, channels, arrayShiftLeft(channels, 1)) AS steps,
      arrayConcat(
        [(1, arraySlice(steps, -{chain_order:UInt8}))],
        arrayMap(place -> (2, arraySlice(steps, place, {chain_order:UInt8} + 1)), range(1, greatest(1, toInt64(length(steps)) - {chain_order:UInt8} + 1)))
      ) AS pieces
    FROM walked WHERE notEmpty(path)
  )
