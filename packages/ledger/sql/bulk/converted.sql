  -- Minor units in the workspace's currency, rounded once, half to even, as `convertMinor` of @touchline/attribution.
  (product, divisor) -> intDiv(product, divisor) + (product % divisor * 2 > divisor OR (product % divisor * 2 = divisor AND intDiv(product, divisor) % 2 = 1)) AS half_even,
  (amount_minor, rate, shift) -> sign(amount_minor) * toInt64(half_even(
    toInt128(abs(amount_minor)) * rate * toInt128(intExp10(greatest(shift, 0))), toInt128(intExp10(greatest(-shift, 0)))
  )) AS converted
