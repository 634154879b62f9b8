  -- In the order of the ledger: what is sorted is written without being sorted again, and parts that follow each other have no conversion in common.
  taken AS (SELECT * FROM journeys ORDER BY conversion_id)
