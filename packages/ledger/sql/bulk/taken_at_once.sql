  taken AS (SELECT * FROM journeys)
