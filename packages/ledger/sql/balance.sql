-- Every order whose id lies between two others with its refunds, and what the ledger holds of it under each model; waiting: a run has not yet seen all of it.
WITH
  marks AS (
    SELECT workspace_id, argMax(watermark, knowledge_time) AS watermark FROM attribution_runs
    WHERE {workspace_id:String} = '' OR workspace_id = {workspace_id:String}
    GROUP BY workspace_id
  ),
  placed AS (
    SELECT
      f.workspace_id AS workspace_id, f.event_id AS conversion_id, f.payload.order_id AS order_id, f.payload.amount_minor AS amount_minor,
      f.payload.currency AS currency, f.payload.fx_rate AS fx_rate, f._offset >= m.watermark[concat(f._topic, '/', toString(f._partition))] AS waiting
    FROM order_facts AS f FINAL LEFT JOIN marks AS m ON m.workspace_id = f.workspace_id
    WHERE ({workspace_id:String} = '' OR f.workspace_id = {workspace_id:String})
      AND f.event_id >= toUUIDOrZero({from:String}) AND ({until:String} = '' OR f.event_id < toUUIDOrZero({until:String}))
  ),
  refunded AS (
    SELECT
      f.workspace_id AS workspace_id, f.payload.order_id AS order_id, f.payload.currency AS currency, sum(f.payload.delta_minor) AS delta_minor,
      sum(abs(f.payload.delta_minor)) AS moved_minor,
      max(f._offset >= m.watermark[concat(f._topic, '/', toString(f._partition))]) AS waiting
    FROM refund_facts AS f FINAL LEFT JOIN marks AS m ON m.workspace_id = f.workspace_id
    WHERE ({workspace_id:String} = '' OR f.workspace_id = {workspace_id:String}) AND (f.workspace_id, f.payload.order_id) IN (SELECT workspace_id, order_id FROM placed)
    GROUP BY workspace_id, order_id, currency
  ),
  lines AS (
    SELECT l.*, toInt64(round(l.weight * 1e12)) AS weight_units FROM ledger_history AS l
    WHERE ({workspace_id:String} = '' OR workspace_id = {workspace_id:String})
      AND l.conversion_id >= toUUIDOrZero({from:String}) AND ({until:String} = '' OR l.conversion_id < toUUIDOrZero({until:String}))
  ),
  summed AS (
    SELECT
      workspace_id, conversion_id, model, sum(l.amount_minor) AS amount_minor, sum(l.amount_workspace_minor) AS amount_workspace_minor,
      sum(weight_units) AS weight_units, any(workspace_currency) AS workspace_currency, countIf(kind != 'credit') AS moved
    FROM lines AS l
    GROUP BY workspace_id, conversion_id, model
  ),
  -- Of orders of which anything was refunded or taken back only what stands of each line counts, as in view `ledger`; all lines of the others stand, and most
  -- orders are such.
  standing AS (
    SELECT workspace_id, conversion_id, model, sum(l.amount_minor) AS amount_minor, sum(l.amount_workspace_minor) AS amount_workspace_minor,
      sum(toInt64(round(l.weight * 1e12))) AS weight_units, any(workspace_currency) AS workspace_currency
    FROM ledger AS l
    WHERE l.conversion_id IN (SELECT conversion_id FROM summed WHERE moved > 0)
    GROUP BY workspace_id, conversion_id, model
  ),
  held AS (
    SELECT workspace_id, conversion_id, groupArray((model, amount_minor, amount_workspace_minor, weight_units, workspace_currency)) AS models
    FROM (
      SELECT workspace_id, conversion_id, model, amount_minor, amount_workspace_minor, weight_units, workspace_currency FROM summed
      WHERE conversion_id NOT IN (SELECT conversion_id FROM summed WHERE moved > 0)
      UNION ALL
      SELECT workspace_id, conversion_id, model, amount_minor, amount_workspace_minor, weight_units, workspace_currency FROM standing
      WHERE {workspace_id:String} = '' OR workspace_id = {workspace_id:String}
    )
    GROUP BY workspace_id, conversion_id
  )
SELECT
  p.workspace_id AS workspace_id, toString(p.conversion_id) AS conversion_id, p.order_id AS order_id, p.amount_minor AS amount_minor,
  p.currency AS currency, p.fx_rate AS fx_rate, r.delta_minor AS refunded_minor, r.moved_minor AS moved_minor, p.waiting OR r.waiting AS waiting, h.models AS models
FROM placed AS p
LEFT JOIN refunded AS r ON r.workspace_id = p.workspace_id AND r.order_id = p.order_id AND r.currency = p.currency
LEFT JOIN held AS h ON h.workspace_id = p.workspace_id AND h.conversion_id = p.conversion_id
