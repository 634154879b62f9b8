-- Units with the first instant they were exposed at; 0 where they never were.
SELECT u.unit AS unit, u.arm AS arm, u.assigned_ms AS assigned_ms, e.exposed_ms AS exposed_ms
FROM (/*told*/) AS u LEFT JOIN (/*exposures*/) AS e ON e.unit = u.unit
