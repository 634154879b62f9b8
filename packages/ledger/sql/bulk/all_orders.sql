  -- Everybody's orders, each once.
  ordered AS (
    SELECT event_id, occurred_at, payload.order_id AS order_id, payload.amount_minor AS amount_minor, payload.currency AS currency, payload.fx_rate AS fx_rate, payload.codes AS codes
    FROM order_facts FINAL WHERE workspace_id = {workspace_id:String}
  )
