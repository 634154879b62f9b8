-- Links and codes that were changed beyond the offsets a run knew, with every code one ever was.
SELECT
  kind, id, arrayFilter(code -> code != '', groupUniqArray(JSONExtractString(payload, 'entity', 'code'))) AS codes
FROM (
  SELECT JSONExtractString(payload, 'kind') AS kind, JSONExtractString(payload, 'id') AS id, payload, _partition, _offset
  FROM directory_facts
  WHERE workspace_id = {workspace_id:String}
)
WHERE kind IN ('link', 'code')
GROUP BY kind, id
HAVING countIf(_offset >= transform(_partition, {directory_partitions:Array(UInt16)}, {directory_offsets:Array(UInt64)}, toUInt64(0))) > 0
