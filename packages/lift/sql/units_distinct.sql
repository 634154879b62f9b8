-- Whether each unit that was laid out has one row: to count them costs a third of putting them together.
SELECT count() = uniqExact(unit) AS distinct FROM (/*units*/)
