-- Credit by creator and by the factor it is calibrated by: of several that cover a line one about the scope as a whole before one that is not, and of those the newest
-- measured; none (an empty experiment) where it is covered by none that holds.
SELECT creator_id, experiment_id, sum(amount_workspace_minor) AS credit_minor
FROM (
  SELECT creator_id, amount_workspace_minor,
    arrayFirst(
      factor -> has(factor.2, link_id) OR has(factor.3, creator_id) OR has(factor.4, campaign_id),
      (
        SELECT arrayReverseSort(factor -> (factor.6, factor.5, factor.1), groupArray((experiment_id, link_ids, creator_ids, campaign_ids, measured_at, caveat = '')))
        FROM calibration_factors
        WHERE workspace_id = {workspace:String} AND model = {model:String}
          AND measured_at > fromUnixTimestamp64Milli({lapsed_ms:Int64}) AND measured_at <= fromUnixTimestamp64Milli({now_ms:Int64})
      )
    ).1 AS experiment_id
  FROM ledger
  WHERE workspace_id = {workspace:String} AND model = {model:String} AND touch_id != '(unattributed)'
    AND ({creator:String} = '' OR creator_id = {creator:String})
    AND conversion_time >= toDateTime({from:Date}, {zone:String}) AND conversion_time < toDateTime(addDays({to:Date}, 1), {zone:String})
)
GROUP BY creator_id, experiment_id
ORDER BY creator_id, experiment_id
LIMIT {limit:UInt32}
