-- The newest finished fit of each fitted model, and what each channel is worth to it.
WITH newest AS (
  SELECT
    f.model AS model, argMax(f.run_id, knowledge_time) AS run_id, argMax(f.level, knowledge_time) AS level,
    argMax(f.model_version, knowledge_time) AS model_version, argMax(f.chain_order, knowledge_time) AS chain_order
  FROM model_fits AS f
  WHERE workspace_id = {workspace_id:String} AND f.run_id IN (SELECT run_id FROM attribution_runs WHERE workspace_id = {workspace_id:String})
  GROUP BY f.model
)
SELECT n.model AS model, n.model_version AS model_version, n.level AS level, n.chain_order AS chain_order, toString(n.run_id) AS fit_run_id, groupArray((c.channel, c.effect_units)) AS effects
FROM newest AS n INNER JOIN (
  SELECT model, run_id, channel, effect_units FROM fit_channels FINAL WHERE workspace_id = {workspace_id:String}
) AS c ON c.model = n.model AND c.run_id = n.run_id
GROUP BY model, model_version, level, chain_order, fit_run_id
ORDER BY model
