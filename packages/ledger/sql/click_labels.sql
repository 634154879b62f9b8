-- The short address each of some clicks asked for.
SELECT toString(event_id) AS click_id, concat(payload.host, '/', payload.slug) AS label
FROM click_facts
WHERE workspace_id = {workspace_id:String} AND event_id IN {clicks:Array(UUID)}
