-- Who entered and left an audience: one row a version, so a version is written whole or not at all.
-- Both sets are differences to the version before; membership is all of them taken one from the other
-- (exclusive or), in any order.
create table if not exists audience_change {on_cluster} (
  tenant_id UUID,
  audience_id UUID,
  version UInt64,
  -- As of when.
  at DateTime64(3, 'UTC'),
  -- Whose work it was: two who wrote the same version at once know which of them did.
  run UUID,
  -- Nobody is to react.
  silent Bool,
  entered AggregateFunction(groupBitmap, UInt32),
  left AggregateFunction(groupBitmap, UInt32)
) engine = {everywhere:MergeTree} order by (tenant_id, audience_id, version)
settings {dedup_window}, index_granularity = 64, fsync_after_insert = 1, fsync_part_directory = 1;

-- Membership whole, so that nobody has to go through all changes.
create table if not exists audience_snapshot {on_cluster} (
  tenant_id UUID,
  audience_id UUID,
  version UInt64,
  at DateTime64(3, 'UTC'),
  members AggregateFunction(groupBitmap, UInt32)
) engine = {everywhere:MergeTree} order by (tenant_id, audience_id, version)
settings {dedup_window}, index_granularity = 8, fsync_after_insert = 1, fsync_part_directory = 1;
