-- Up to where clicks stand by person.
SELECT watermark FROM clicks_by_person_marks
WHERE workspace_id = {workspace_id:String}
ORDER BY marked_at DESC
LIMIT 1
