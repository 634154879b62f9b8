-- How many clicks there are to look through for people who never ordered.
SELECT count() AS clicks FROM click_facts WHERE workspace_id = {workspace_id:String}
