  -- Splits three totals by whole parts, by largest remainder, as `splitMoney` of @touchline/attribution; ties go to the earlier part.
  -- The quotient of doubles is off by a few at most. Its remainder is exact, because what does not fit 64 bits cancels, and puts it right.
  near AS (
    SELECT
      *,
      arrayMap(part -> toInt64(toFloat64(total_1) * toFloat64(part) / toFloat64(whole_1)), parts_1) AS near_1,
      arrayMap(part -> toInt64(toFloat64(total_2) * toFloat64(part) / toFloat64(whole_2)), parts_2) AS near_2,
      arrayMap(part -> toInt64(toFloat64(total_3) * toFloat64(part) / toFloat64(whole_3)), parts_3) AS near_3
    FROM parted
  ),
  floored AS (
    SELECT
      *,
      arrayMap((part, near) -> near + intDiv(toInt64(total_1 * part - toUInt64(near) * whole_1) + 8 * toInt64(whole_1), toInt64(whole_1)) - 8, parts_1, near_1) AS floor_1,
      arrayMap((part, near) -> near + intDiv(toInt64(total_2 * part - toUInt64(near) * whole_2) + 8 * toInt64(whole_2), toInt64(whole_2)) - 8, parts_2, near_2) AS floor_2,
      arrayMap((part, near) -> near + intDiv(toInt64(total_3 * part - toUInt64(near) * whole_3) + 8 * toInt64(whole_3), toInt64(whole_3)) - 8, parts_3, near_3) AS floor_3
    FROM near
  ),
  remaining AS (
    SELECT
      *,
      arrayMap((part, floor) -> toInt64(total_1 * part - toUInt64(floor) * whole_1), parts_1, floor_1) AS rest_1, toInt64(total_1) - arraySum(floor_1) AS left_1,
      arrayMap((part, floor) -> toInt64(total_2 * part - toUInt64(floor) * whole_2), parts_2, floor_2) AS rest_2, toInt64(total_2) - arraySum(floor_2) AS left_2,
      arrayMap((part, floor) -> toInt64(total_3 * part - toUInt64(floor) * whole_3), parts_3, floor_3) AS rest_3, toInt64(total_3) - arraySum(floor_3) AS left_3
    FROM floored
  ),
  -- The smallest remainder that still gets one of the units left over.
  least AS (
    SELECT
      *,
      if(left_1 = 0, 9223372036854775807, arrayReverseSort(rest_1)[left_1]) AS least_1,
      if(left_2 = 0, 9223372036854775807, arrayReverseSort(rest_2)[left_2]) AS least_2,
      if(left_3 = 0, 9223372036854775807, arrayReverseSort(rest_3)[left_3]) AS least_3
    FROM remaining
  ),
  tied AS (
    SELECT
      *,
      arrayCumSum(rest -> toInt64(rest = least_1), rest_1) AS place_1, left_1 - arrayCount(rest -> rest > least_1, rest_1) AS ties_1,
      arrayCumSum(rest -> toInt64(rest = least_2), rest_2) AS place_2, left_2 - arrayCount(rest -> rest > least_2, rest_2) AS ties_2,
      arrayCumSum(rest -> toInt64(rest = least_3), rest_3) AS place_3, left_3 - arrayCount(rest -> rest > least_3, rest_3) AS ties_3
    FROM least
  ),
  -- Counted and not said with AND and OR, which take the planner a third of all the time it has with this statement.
  splits AS (
    SELECT
      *,
      arrayMap((floor, rest, place) -> floor + (rest > least_1) + (rest = least_1) * (place <= ties_1), floor_1, rest_1, place_1) AS split_1,
      arrayMap((floor, rest, place) -> floor + (rest > least_2) + (rest = least_2) * (place <= ties_2), floor_2, rest_2, place_2) AS split_2,
      arrayMap((floor, rest, place) -> floor + (rest > least_3) + (rest = least_3) * (place <= ties_3), floor_3, rest_3, place_3) AS split_3
    FROM tied
  )
