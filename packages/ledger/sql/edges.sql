-- Facts that join identifiers of a person, all of them or those beyond the offsets a run knew; of all, perhaps only those that meet another.
WITH
/* edge_list */
SELECT toString(e.event_id) AS event_id, at_ms, identifiers
FROM edges AS e
WHERE NOT {meeting_only:Bool} OR e.event_id IN (SELECT event_id FROM meeting)
ORDER BY at_ms, event_id
SETTINGS max_bytes_before_external_sort = 500000000, max_bytes_before_external_group_by = 500000000
