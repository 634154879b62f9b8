  -- What each touch of a journey gets under each model, as the whole numbers that `ledgerParts` of @touchline/attribution gives.
  (
    SELECT (groupArray(fit_channel), groupArray(markov_units), groupArray(shapley_units))
    FROM (SELECT owner, fit_channel, markov_units, shapley_units FROM run_owners WHERE run_id = {run_id:UUID} ORDER BY owner)
  ) AS owner_units,
  -- Level by level, as what a level names is worked out wherever the same level says the name.
  stepped AS (
    SELECT
      conversion_id, order_id, at_ms, amount_minor, currency, amount_workspace_minor, length(path) AS n, path.1 AS times_ms, path.2 AS ids, path.3 AS owners,
      arrayMax(path.1) AS last_ms, arrayMap(owner -> toUInt32(bitAnd(owner, 2147483647)), path.3) AS plain_owners
    FROM taken
  ),
  placed AS (
    SELECT
      *, range(1, n + 1) AS places, arrayMap(touch_ms -> (last_ms - touch_ms) / {half_life_ms:Float64}, times_ms) AS halvings,
      if({fitted:Bool}, arrayMap(owner -> owner_units.1[owner], plain_owners), []) AS channels
    FROM stepped
  ),
  counted AS (
    SELECT
      *, arrayMap(halving -> (halving - floor(halving)) * 0.6931471805599453, halvings) AS xs,
      -- How often each touch's channel occurs: so many up to it, and so many from it on.
      arrayMap((before, after) -> toUInt64(before + after - 1), arrayEnumerateUniq(channels), arrayReverse(arrayEnumerateUniq(arrayReverse(channels)))) AS counts
    FROM placed
  ),
  measured AS (
    SELECT
      *,
      if({fitted:Bool}, arrayMap((owner, count) -> intDiv(owner_units.2[owner], count), plain_owners, counts), []) AS markov,
      if({fitted:Bool}, arrayMap((owner, count) -> intDiv(owner_units.3[owner], count), plain_owners, counts), []) AS shapley,
      arrayMap(count -> intDiv(toUInt64(1099511627776), count), counts) AS evenly
    FROM counted
  ),
  modelled AS (
    SELECT
      conversion_id, order_id, at_ms, amount_minor, currency, amount_workspace_minor,
      arrayJoin(if(n = 0, arrayMap(model -> (model, [toUInt64(0)], [toFixedString('', 16)], [toUInt32(0)], [toUInt64(1)]), {model_numbers:Array(UInt8)}), arrayConcat(if({rules:Bool}, [
        (1, [toUInt64(1)], [ids[1]], [owners[1]], [toUInt64(1)]),
        (2, [n], [ids[n]], [owners[n]], [toUInt64(1)]),
        (3, places, ids, owners, arrayMap(place -> toUInt64(1), places)),
        (4, places, ids, owners, arrayMap(place -> toUInt64(multiIf(n <= 2, 1, place = 1 OR place = n, 40 * (n - 2), 20)), places)),
        (5, places, ids, owners, arrayMap((halving, x) -> toUInt64(floor(
          (1-x/1*(1-x/2*(1-x/3*(1-x/4*(1-x/5*(1-x/6*(1-x/7*(1-x/8*(1-x/9*(1-x/10*(1-x/11*(1-x/12*(1-x/13*(1-x/14*(1-x/15*(1-x/16))))))))))))))))
          * 1099511627776 / exp2(floor(halving)) + 0.5)), halvings, xs))
      ], []), if({fitted:Bool}, [
        (6, places, ids, owners, if(arrayExists(part -> part > 0, markov), markov, evenly)),
        (7, places, ids, owners, if(arrayExists(part -> part > 0, shapley), shapley, evenly))
      ], [])))) AS credited
    FROM measured
  ),
  -- The amounts are split without their sign; where both currencies are one, once.
  parted AS (
    SELECT
      conversion_id, order_id, at_ms, currency, amount_minor, amount_workspace_minor, credited.1 AS model, credited.2 AS positions, credited.3 AS ids,
      credited.4 AS owners,
      toUInt64(1000000000000) AS total_1, credited.5 AS parts_1, arraySum(parts_1) AS whole_1,
      toUInt64(abs(amount_minor)) AS total_2, parts_1 AS parts_2, whole_1 AS whole_2,
      toUInt64(abs(amount_workspace_minor)) AS total_3, if(amount_workspace_minor = amount_minor, [], parts_1) AS parts_3, whole_1 AS whole_3
    FROM modelled
  )
