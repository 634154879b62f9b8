-- In which currencies anything was ordered.
SELECT DISTINCT payload.currency AS currency FROM order_facts WHERE workspace_id = {workspace_id:String}
