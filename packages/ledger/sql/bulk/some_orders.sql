  -- Somebody's orders, each once, as FINAL has them, which is much more work over so many that are nobody's.
  ordered AS (
    SELECT event_id, occurred_at, payload.order_id AS order_id, payload.amount_minor AS amount_minor, payload.currency AS currency, payload.fx_rate AS fx_rate, payload.codes AS codes
    FROM order_facts WHERE workspace_id = {workspace_id:String} AND payload.order_id IN (SELECT substring(identifier, 7) FROM members)
    ORDER BY event_id, _keep DESC
    LIMIT 1 BY event_id
  )
