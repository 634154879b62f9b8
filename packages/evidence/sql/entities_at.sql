-- Workspace and experiments as they were known at an instant; what fixes an analysis is as the experiment was first started with.
SELECT
  kind, id, argMaxIf(told, _offset, type = 'directory_upserted') AS entity,
  argMinIf(told, _offset, JSONExtractString(told, 'state') = 'running') AS started,
  argMinIf(JSONExtractString(told, 'stopped_at'), _offset, JSONExtractString(told, 'state') = 'stopped') AS stopped_at
FROM (
  SELECT type, _offset, JSONExtractString(payload, 'kind') AS kind, JSONExtractString(payload, 'id') AS id, JSONExtractRaw(payload, 'entity') AS told
  FROM directory_facts FINAL
  WHERE workspace_id = {workspace_id:String} AND received_at < fromUnixTimestamp64Milli({as_of_ms:Int64}) AND kind IN ('workspace', 'experiment', 'link')
)
GROUP BY kind, id
HAVING entity != ''
ORDER BY kind, id
