-- What PostgreSQL knows of each customer, a row a fact: a projection (profile/state.ts), made anew by
-- `homefield check --repair`. Beside the events, rules about customers read it. The newest version of
-- a row wins; `gone` takes it away. No row: no value.
create table if not exists {local:customer_state} {on_cluster} (
  tenant_id UUID,
  kind LowCardinality(String),
  key String CODEC(LZ4),
  -- The customer (not a node) of the moment of writing.
  customer_id UInt32 CODEC(Delta, LZ4),
  version UInt64 CODEC(Delta, LZ4),
  gone Bool,
  -- '', text, number, truth (0 or 1 in `number`), list
  type LowCardinality(String),
  text String CODEC(LZ4),
  number Float64 CODEC(LZ4),
  -- A text that names a moment in ISO 8601, or the row's own moment.
  at Nullable(DateTime64(3, 'UTC')) CODEC(LZ4),
  list Array(String) CODEC(LZ4),
  since DateTime64(3, 'UTC') CODEC(LZ4),
  -- What was written under a version that was never committed is found without a scan.
  index written version type minmax granularity 1
) engine = {ReplacingMergeTree(version, gone)}
order by (tenant_id, kind, key, customer_id)
settings fsync_after_insert = 1, fsync_part_directory = 1;

{distributed:customer_state by cityHash64(tenant_id, customer_id)}
