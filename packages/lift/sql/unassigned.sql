-- How many units were exposed and never assigned.
SELECT count() AS unassigned FROM (/*exposures*/) AS e LEFT ANTI JOIN (/*told*/) AS u ON u.unit = e.unit
