-- The same of people who never ordered, one bucket of them: the touches in the window before their last one. Codes they typed count for nothing here.
INSERT INTO run_chain
WITH
  members AS (
    SELECT sipHash128(identifier) AS identifier, sipHash128(person_id) AS person FROM run_members WHERE run_id = {run_id:UUID}
  ),
  link_owners AS (
    SELECT name, owner, channel FROM run_owners WHERE run_id = {run_id:UUID} AND kind = 'link' AND creator_id != ''
  ),
/* clicks_by_time */,
  clicked AS (
    SELECT if(empty(m.person), c.identifier, m.person) AS who, (c.at_ms, c.id, o.owner, o.channel) AS touch
    FROM (
      SELECT toUnixTimestamp64Milli(occurred_at) AS at_ms, UUIDToNum(event_id) AS id, link_id, identifier FROM clicks
    ) AS c
    LEFT JOIN members AS m ON m.identifier = c.identifier
    INNER JOIN link_owners AS o ON o.name = c.link_id
    WHERE reinterpretAsUInt64(who) % {buckets:UInt16} = {bucket:UInt16} AND who NOT IN (SELECT person FROM run_orders WHERE run_id = {run_id:UUID})
  ),
  gathered AS (
    SELECT arrayCompact(arraySort(groupArray(touch))) AS all, arrayFilter(one -> one.1 > all[-1].1 - {click_window_ms:Int64}, all) AS touches
    FROM clicked GROUP BY who
  ),
  walked AS (
    SELECT
      0 AS value,
      multiIf(
        {transform:String} = 'all', touches,
        {transform:String} = 'unique', arrayFilter((touch, nth) -> nth = 1, touches, arrayEnumerateUniq(touches.4)),
        arrayFilter((touch, later) -> touch.4 != later, touches, arrayShiftLeft(touches.4, 1))
      ) AS path
    FROM gathered
  ),
/* routes */
SELECT {run_id:UUID}, {chain_order:UInt8}, piece.1, piece.2, 0, 0, count()
FROM routes ARRAY JOIN pieces AS piece
GROUP BY piece
SETTINGS query_plan_optimize_join_order_limit = 0, max_bytes_before_external_group_by = {spill_bytes:UInt64}
