-- Orders (kind 3) in the workspace's currency as the ledger converts it.
SELECT
  identifier, at_ms, 3 AS kind,
  if(fx_rate = '', amount_minor, toInt64(roundBankers(
    toDecimal256(amount_minor, 0) * toDecimal256OrZero(fx_rate, 12) * toDecimal256(transform(currency, {currencies:Array(String)}, {shifts:Array(String)}, {shift:String}), 3), 0
  ))) AS amount
FROM (/*orders*/)
