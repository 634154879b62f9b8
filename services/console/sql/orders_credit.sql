-- Who some orders are credited to under one model, refunds taken off.
SELECT conversion_id, if(touch_id = '(unattributed)', '', creator_id) AS credited_to, sum(weight) AS share,
  sum(amount_workspace_minor) AS credited_minor
FROM ledger
WHERE workspace_id = {workspace:String} AND model = {model:String} AND conversion_id IN {ids:Array(UUID)}
GROUP BY conversion_id, credited_to
ORDER BY share DESC, credited_to
