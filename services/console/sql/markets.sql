-- The figures that markets report, with the markets and on how many days.
SELECT metric, arraySort(groupUniqArray(5000)(geo_id)) AS geos, uniqExact(day) AS days
FROM geo_outcomes
WHERE workspace_id = {workspace:String}
GROUP BY metric
ORDER BY metric
LIMIT {limit:UInt32}
