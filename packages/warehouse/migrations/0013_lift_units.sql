-- The units of a large experiment while its arms are summed: read from the facts once and not for each statement. Whoever sums removes them in the end.
CREATE TABLE IF NOT EXISTS lift_units (
  run_id UUID,
  unit UInt64 CODEC(NONE),
  arm UInt8,
  assigned_ms Int64,
  exposed_ms Int64
)
ENGINE = MergeTree
PARTITION BY run_id
ORDER BY tuple()
SETTINGS fsync_after_insert = 0, fsync_part_directory = 0;
