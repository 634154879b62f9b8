-- Each post as it was last told to be, with what that makes. A figure that a later report leaves out stays as it was; where a post's impressions are
-- never told its views stand for them. earned_media_value_minor = shown × CPM of the platform / 1000: what the attention would have cost, never revenue;
-- a decimal of three places, which hold it whole, so that sums come out the same in whatever order the rows are read.
CREATE OR REPLACE VIEW post_figures SQL SECURITY DEFINER AS
SELECT
  told.workspace_id AS workspace_id, told.post_id AS post_id, posts.creator_id AS creator_id, posts.campaign_id AS campaign_id,
  if(posts.platform != '', posts.platform, creators.platform) AS platform, told.measured_at AS measured_at,
  told.impressions AS impressions, told.views AS views, ifNull(told.impressions, told.views) AS shown, told.reach AS reach, told.likes AS likes,
  told.comments AS comments, told.shares AS shares, told.saves AS saves, told.watched_ms AS watched_ms,
  ifNull(told.followers, toNullable(creators.followers)) AS followers, told.engagements AS engagements,
  ifNull(clicked.clicks, 0) AS clicks, clicks / nullIf(shown, 0) AS ctr,
  engagements / nullIf(followers, 0) AS engagement_rate_by_followers, engagements / nullIf(reach, 0) AS engagement_rate_by_reach,
  cpms.cpm_minor AS cpm_minor, toDecimal128(shown * cpms.cpm_minor, 3) / 1000 AS earned_media_value_minor
FROM (
  SELECT
    workspace_id, post_id, max(occurred_at) AS measured_at,
    argMaxIf(impressions, (occurred_at, revision), isNotNull(impressions)) AS impressions, argMaxIf(views, (occurred_at, revision), isNotNull(views)) AS views,
    argMaxIf(reach, (occurred_at, revision), isNotNull(reach)) AS reach, argMaxIf(likes, (occurred_at, revision), isNotNull(likes)) AS likes,
    argMaxIf(comments, (occurred_at, revision), isNotNull(comments)) AS comments, argMaxIf(shares, (occurred_at, revision), isNotNull(shares)) AS shares,
    argMaxIf(saves, (occurred_at, revision), isNotNull(saves)) AS saves,
    argMaxIf(watched_ms, (occurred_at, revision), isNotNull(watched_ms)) AS watched_ms,
    argMaxIf(followers, (occurred_at, revision), isNotNull(followers)) AS followers,
    if(isNull(likes) AND isNull(comments) AND isNull(shares) AND isNull(saves), NULL, ifNull(likes, 0) + ifNull(comments, 0) + ifNull(shares, 0) + ifNull(saves, 0)) AS engagements
  FROM (SELECT * FROM post_metrics)
  GROUP BY workspace_id, post_id
) AS told
LEFT JOIN (SELECT workspace_id, post_id, creator_id, campaign_id, platform FROM posts) AS posts
  ON posts.workspace_id = told.workspace_id AND posts.post_id = told.post_id
LEFT JOIN (
  SELECT workspace_id, id AS creator_id, JSONExtractString(entity, 'platform') AS platform, JSONExtract(entity, 'followers', 'Nullable(UInt64)') AS followers
  FROM entities WHERE kind = 'creator'
) AS creators ON creators.workspace_id = posts.workspace_id AND creators.creator_id = posts.creator_id
LEFT JOIN (
  SELECT clicks.workspace_id AS workspace_id, links.post_id AS post_id, toNullable(count()) AS clicks
  FROM clicks INNER JOIN (SELECT workspace_id, link_id, post_id FROM links WHERE post_id != '') AS links
    ON links.workspace_id = clicks.workspace_id AND links.link_id = clicks.link_id
  WHERE clicks.class = 'human' GROUP BY workspace_id, post_id
) AS clicked ON clicked.workspace_id = told.workspace_id AND clicked.post_id = told.post_id
LEFT JOIN (SELECT workspace_id, platform, toNullable(cpm_minor) AS cpm_minor FROM platform_cpms) AS cpms
  ON cpms.workspace_id = told.workspace_id AND cpms.platform = if(posts.platform != '', posts.platform, creators.platform);
