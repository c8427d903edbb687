// A database out to files and into another one: every kind of value, waiting jobs, and no number twice.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emptyDatabase } from '../org/testing.ts'
import { findDamage, openArchive } from './archive.ts'
import {
  copyJobsIn,
  copyJobsOut,
  copyTablesIn,
  copyTablesOut,
  openSnapshot,
  readSequences,
} from './copy-pg.ts'
import { type Queue, startJobs } from './jobs.ts'
import { migratePg, migrationNames } from './migrate.ts'

type Database = Awaited<ReturnType<typeof emptyDatabase>>
let from: Database
let to: Database
let dir = ''

beforeAll(async () => {
  ;[from, to, dir] = await Promise.all([
    emptyDatabase(),
    emptyDatabase(),
    mkdtemp(join(tmpdir(), 'homefield-copy-')),
  ])
})
afterAll(async () => {
  await Promise.all([from.drop(), to.drop(), rm(dir, { recursive: true, force: true })])
})

async function withClient<T>(
  db: Database,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await db.pool.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

const ODD = `create table odd_parent (id bigint generated always as identity primary key, name text);
  create table a_child (id bigint primary key references odd_parent (id), up bigint references a_child (id),
    bytes bytea, words text[], sum numeric(30, 6), at timestamptz, day date, fact jsonb, "select" boolean,
    double bigint generated always as (id * 2) stored);
  create sequence never_used;
  create table a_late (id int primary key, up int references a_late (id) deferrable initially deferred,
    parent bigint references odd_parent (id) deferrable initially deferred, written int default 0);
  create function count_written() returns trigger language plpgsql as 'begin new.written := 99; return new; end';
  create trigger writes before insert on a_late for each row execute function count_written();`
const ROWS = `insert into odd_parent (name) values (E'tab\\tnew\\nline\\\\back'), ('引号 " 和 😀'), (null), ('\\N'), ('');
  insert into a_child (id, up, bytes, words, sum, at, day, fact, "select")
  values (2, null, '\\x00ff0a5c', '{"a,b",null,""}', 123456789012345678901234.123456, '2026-02-28 23:59:59.999999+00', '0044-03-15', '{"a": 1e400}', true),
    (1, 2, null, null, null, null, null, null, null);
  insert into a_late (id, up, parent) values (1, 2, 5), (2, 1, null);
  update a_late set written = id`
const ALL = `select p.*, c.*, l.* from odd_parent p left join a_child c using (id)
  left join a_late l on l.id = p.id order by p.id`

test('rows come back as they were at the snapshot, whatever is in them', async () => {
  await from.pool.query(ODD)
  await from.pool.query(ROWS)
  const before = (await from.pool.query(ALL)).rows
  const archive = openArchive(dir)
  const { tables, sequences } = await withClient(from, async (client) => {
    await openSnapshot(client)
    // Whatever happens from here on is after the snapshot.
    await from.pool.query(`update odd_parent set name = 'later'`)
    const kept = {
      tables: await copyTablesOut(client, archive),
      sequences: await readSequences(client),
    }
    await client.query('rollback')
    return kept
  })
  expect(tables.map((t) => t.name)).not.toContain('migration')
  expect(tables.findIndex((t) => t.name === 'odd_parent')).toBeLessThan(
    tables.findIndex((t) => t.name === 'a_child'),
  )
  await to.pool.query(ODD)
  await to.pool.query(`insert into odd_parent (name) values ('what a migration brought')`)
  await withClient(to, (client) => copyTablesIn(client, dir, tables, sequences))
  expect((await to.pool.query(ALL)).rows).toEqual(before)
  const { rows } = await to.pool.query(`insert into odd_parent (name) values ('next') returning id`)
  expect(rows).toEqual([{ id: 6 }])
  expect((await to.pool.query(`select nextval('never_used') as n`)).rows).toEqual([{ n: 1 }])
  // Its triggers and its late checks work there as they did here.
  await expect(to.pool.query('insert into a_late (id, up) values (3, 4)')).rejects.toThrow('a_late')
  await to.pool.query('insert into a_late (id) values (3)')
  expect((await to.pool.query('select written from a_late where id = 3')).rows).toEqual([
    { written: 99 },
  ])
  expect(await findDamage(dir, archive.files())).toEqual([])
})

test('a table that nobody would copy is named, not left out', async () => {
  await from.pool.query('create schema strange; create table strange.thing (id int)')
  const copying = withClient(from, (client) => copyTablesOut(client, openArchive(join(dir, 'no'))))
  await expect(copying).rejects.toThrow('left out: strange.thing')
  await from.pool.query('drop schema strange cascade')
})

test('half a copy leaves nothing behind', async () => {
  const { tables, sequences } = await withClient(from, async (client) => {
    await openSnapshot(client)
    const kept = {
      tables: await copyTablesOut(client, openArchive(join(dir, 'half'))),
      sequences: await readSequences(client),
    }
    await client.query('rollback')
    return kept
  })
  const fewer = tables.map((t) => (t.name === 'a_child' ? { ...t, rows: t.rows + 1 } : t))
  const before = (await to.pool.query(ALL)).rows
  await expect(
    withClient(to, (client) => copyTablesIn(client, join(dir, 'half'), fewer, sequences)),
  ).rejects.toThrow('a_child: 2 rows came back of 3')
  expect((await to.pool.query(ALL)).rows).toEqual(before)
})

test('work that waits is done by the one it was carried to; what nobody does there is named', async () => {
  const log = pino({ level: 'silent' })
  const queue = (name: string, run: Queue['run'] = async () => undefined): Queue => ({ name, run })
  const sender = await startJobs(from.pool, [queue('orders.told'), queue('gone')], log)
  await sender.send(from.db, 'orders.told', { order: 1 })
  await sender.send(from.db, 'orders.told', { order: 2 })
  await sender.send(from.db, 'gone', { order: 3 })
  await sender.stop()
  // One was being worked on when the copy was made, one had been given up.
  await from.pool.query(
    `update job.job set state = 'active', started_on = now() where data = '{"order": 2}'`,
  )
  const archive = openArchive(join(dir, 'jobs'))
  const kept = await withClient(from, (client) => copyJobsOut(client, archive))
  if (!kept) throw new Error('there are jobs')
  expect(kept.rows).toBe(3)

  const done: unknown[] = []
  const worker = queue('orders.told', async (data: { order: number }) => done.push(data.order))
  const running = await startJobs(to.pool, [worker], log)
  const left = await withClient(to, (client) =>
    copyJobsIn(client, join(dir, 'jobs'), { ...kept, columns: kept.columns }),
  )
  expect(left).toEqual([{ queue: 'gone', jobs: 1 }])
  await running.work([worker])
  await expect.poll(() => done.sort()).toEqual([1, 2])
  await running.stop()
})

test('a damaged, shortened or missing file is named', async () => {
  const archive = openArchive(join(dir, 'files'))
  await archive.write('a.gz', [Buffer.from('one'), Buffer.from('two')])
  await archive.write('folder/b', [Buffer.alloc(3_000_000, 7)])
  const files = archive.files()
  expect(await findDamage(join(dir, 'files'), files)).toEqual([])
  const wrong = files.map((f) =>
    f.path === 'a.gz' ? { ...f, sha256: '0'.repeat(64) } : { ...f, bytes: f.bytes + 1 },
  )
  expect(
    await findDamage(join(dir, 'files'), [...wrong, { path: 'c', bytes: 1, sha256: '' }]),
  ).toEqual([
    'a.gz is not what was written',
    'c is missing',
    'folder/b has 3000000 bytes instead of 3000001',
  ])
})

test('a copy of an older version is put onto its own tables, and they are then brought up to date', async () => {
  const [old, fresh] = await Promise.all([emptyDatabase(), emptyDatabase()])
  try {
    const all = migrationNames('pg')
    const known = new Set(all.slice(0, 4))
    for (const db of [old, fresh])
      await db.pool.query('drop schema public cascade; create schema public')
    await fresh.pool.query('drop schema if exists import_stage cascade')
    await old.pool.query('drop schema if exists import_stage cascade')
    expect(await migratePg(old.pool, known)).toEqual([...known])
    await old.pool.query(`insert into tenant (id, name) values (gen_random_uuid(), '老店')`)
    await old.pool.query(`insert into write_key (tenant_id, id, name, kind, hash, hint, created_by)
      select id, id, 'till', 'server', '\\x01', 'hfw_', 'test' from tenant`)
    const target = join(dir, 'older')
    const tables = await withClient(old, async (client) => {
      await openSnapshot(client)
      const kept = await copyTablesOut(client, openArchive(target))
      await client.query('rollback')
      return kept
    })
    await migratePg(fresh.pool, known)
    await withClient(fresh, (client) => copyTablesIn(client, target, tables, []))
    expect(await migratePg(fresh.pool)).toEqual(all.slice(4))
    const { rows } = await fresh.pool.query(`select name, last_used_at from write_key`)
    expect(rows).toEqual([{ name: 'till', last_used_at: null }])
  } finally {
    await Promise.all([old.drop(), fresh.drop()])
  }
})
