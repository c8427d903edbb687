import { expect, test } from 'vitest'
import { fillIn, refuseOldCh } from './migrate.ts'

const text = `create table {local:event} {on_cluster} (x Int8) engine = {MergeTree} settings {dedup_window};
create table alias {on_cluster} (v Int8) engine = {everywhere:ReplacingMergeTree(v)};
source(clickhouse({dictionary_login}query 'select 1'))
{distributed:event by cityHash64(tenant_id)}`

test('on one node the words of a migration say nothing of clusters', () => {
  expect(
    fillIn(text, ''),
  ).toBe(`create table event  (x Int8) engine = MergeTree settings non_replicated_deduplication_window = 1000;
create table alias  (v Int8) engine = ReplacingMergeTree(v);
source(clickhouse(query 'select 1'))
`)
})

test('on a cluster events are sharded and what every node needs is on every node', () => {
  expect(
    fillIn(text, 'main', "user 'u' password 'p' "),
  ).toBe(`create table event_local on cluster 'main' (x Int8) engine = ReplicatedMergeTree('/clickhouse/tables/{uuid}/{shard}', '{replica}') settings replicated_deduplication_window = 1000;
create table alias on cluster 'main' (v Int8) engine = ReplicatedReplacingMergeTree('/clickhouse/tables/{uuid}/all', '{shard}-{replica}', v);
source(clickhouse(user 'u' password 'p' query 'select 1'))
create table if not exists event on cluster 'main' as event_local engine = Distributed('main', homefield, event_local, cityHash64(tenant_id));`)
})

test('a ClickHouse older than the embedded one is refused with what to do', () => {
  for (const version of ['26.7.2.1', '26.12.1.3', '27.1.1.1'])
    expect(() => refuseOldCh(version)).not.toThrow()
  for (const version of ['25.12.4.1', '26.6.9.2', ''])
    expect(() => refuseOldCh(version)).toThrow(/needs 26\.7 or newer/)
})
