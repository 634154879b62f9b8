-- Every so-manieth order's id, in their order: what lies between two of them is checked at once.
SELECT toString(event_id) AS conversion_id
FROM (SELECT event_id FROM order_facts WHERE {workspace_id:String} = '' OR workspace_id = {workspace_id:String} ORDER BY event_id)
WHERE rowNumberInAllBlocks() % {conversions:UInt64} = {conversions:UInt64} - 1
