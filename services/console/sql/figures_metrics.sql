-- What posts added in the period by creator, campaign, platform or post: the last that was told until its end, less the last that was told before it, so that periods that
-- follow each other add up. Followers are a level: the last told, else the creator's. Rates want reach and followers of posts alone whose likes were told, too.
-- Nothing is told of links: at their level everything stands under none.
SELECT multiIf({level:String} = 'creator', posts.creator_id, {level:String} = 'campaign', posts.campaign_id, {level:String} = 'post', told.post_id, {level:String} = 'link', '', platform) AS scope,
  if(posts.platform != '', posts.platform, creators.platform) AS platform,
  sum(told.impressions) AS impressions, sum(told.engagements) AS engagements, sum(if(told.engaged, told.reach, 0)) AS reach,
  sum(multiIf(NOT told.engaged, 0, told.followers > 0, told.followers, creators.followers)) AS followers
FROM (
  SELECT post_id,
    sumIf(added, measure = 'impressions') AS impressions, sumIf(added, measure = 'reach') AS reach, maxIf(last, measure = 'followers') AS followers,
    sumIf(added, measure = 'engagements') AS engagements, countIf(measure = 'engagements' AND looks > 0) > 0 AS engaged
  FROM (
    SELECT post_id, pair.1 AS figure, if(figure IN ('likes', 'comments', 'shares', 'saves'), 'engagements', figure) AS measure,
      argMax(assumeNotNull(pair.2), (occurred_at, revision)) AS last,
      toInt64(last) - toInt64(argMaxIf(assumeNotNull(pair.2), (occurred_at, revision), occurred_at < toDateTime({from:Date}, {zone:String}))) AS added,
      countIf(occurred_at >= toDateTime({from:Date}, {zone:String})) AS looks
    FROM (
      SELECT *, countIf(isNotNull(impressions)) OVER (PARTITION BY post_id) > 0 AS counts_impressions
      FROM post_metrics
      WHERE workspace_id = {workspace:String} AND occurred_at < toDateTime(addDays({to:Date}, 1), {zone:String})
    )
    ARRAY JOIN [
      ('impressions', if(counts_impressions, impressions, views)), ('reach', reach), ('followers', followers), ('likes', likes), ('comments', comments),
      ('shares', shares), ('saves', saves)
    ] AS pair
    WHERE isNotNull(pair.2)
    GROUP BY post_id, figure
  )
  GROUP BY post_id
  HAVING sum(looks) > 0
) AS told
LEFT JOIN (SELECT post_id AS id, creator_id, campaign_id, platform FROM posts WHERE workspace_id = {workspace:String}) AS posts ON posts.id = told.post_id
LEFT JOIN (
  SELECT id, JSONExtractString(entity, 'platform') AS platform, JSONExtractUInt(entity, 'followers') AS followers
  FROM entities WHERE workspace_id = {workspace:String} AND kind = 'creator'
) AS creators ON creators.id = posts.creator_id
GROUP BY scope, platform
LIMIT {limit:UInt32}
