-- What a run wrote so far.
SELECT count() AS lines FROM ledger_lines WHERE workspace_id = {workspace_id:String} AND run_id = {run_id:UUID}
