-- Node to customer, a projection of PostgreSQL's groups; the newest version wins.
create table if not exists alias {on_cluster} (
  node UInt32,
  canonical UInt32,
  version UInt64
) engine = {everywhere:ReplacingMergeTree(version)} order by node;

-- FLAT costs 3-4 % on a read where HASHED doubles it. A key past the array's size fails the
-- reload and the old content stays, so the limit is raised before ids come near it.
create dictionary if not exists alias_map {on_cluster} (
  node UInt64,
  canonical UInt32 default 0
) primary key node
source(clickhouse({dictionary_login}query 'select node, canonical from homefield.alias final'))
layout(flat(initial_array_size 65536 max_array_size 50000000))
lifetime(0);
