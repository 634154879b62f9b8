SELECT sipHash64(identifier) AS unit FROM (/*orders*/) WHERE at_ms < {started_ms:Int64} GROUP BY unit
