-- Whose each link is; archived links keep their past clicks.
SELECT link_id, creator_id, campaign_id, post_id, platform FROM links WHERE workspace_id = {workspace_id:String}
