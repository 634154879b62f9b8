-- Leaves out units in two arms.
AND o.unit NOT IN (SELECT unit FROM (/*units*/) GROUP BY unit HAVING min(arm) != max(arm))
