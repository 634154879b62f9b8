-- One slice of the units, as they were laid out.
SELECT unit, arm, assigned_ms, exposed_ms FROM lift_units WHERE run_id = {run_id:UUID}
