  -- Human clicks as they were stored, in the order of time: for whoever looks at everybody's.
  clicks AS (
    SELECT occurred_at, event_id, payload.link_id AS link_id, sipHash128(if(person.visitor_id = '', concat('click:', toString(event_id)), concat('visitor:', person.visitor_id))) AS identifier
    FROM click_facts WHERE workspace_id = {workspace_id:String} AND payload.class = 'human'
  )