// A copy of both stores while servers work on: which rows belong to PostgreSQL's moment, and which
// open batches the check is to name.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { as, sql as ch } from '../platform/ch.ts'
import { openSnapshot } from '../platform/copy-pg.ts'
import { type TestCtx, testCtx } from '../platform/testing.ts'
import { checks } from './checks.ts'
import { eventsOfSnapshot } from './snapshot.ts'

async function batch(ctx: TestCtx, state: 'open' | 'done', lease = '1 hour'): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    insert into ingest_batch (id, owner, state, lease_until, months)
    values (nextval('ingest_batch_seq'), gen_random_uuid(), ${state}, now() + ${lease}::interval, '{202611}') returning id`.execute(
    ctx.pg,
  )
  return rows[0]?.id ?? 0
}

async function store(ctx: TestCtx, batchId: number, name: string): Promise<void> {
  const body = `${JSON.stringify([ctx.tenantId, name, '2026-11-01 00:00:00', randomUUIDv7(), batchId])}\n`
  await ctx.ch.insert({
    table: 'event',
    columns: ['tenant_id', 'name', 'at', 'event_id', 'batch_id'],
    body: Buffer.from(body),
  })
}

test('events belong to a snapshot when their batch was done by then', async () => {
  const ctx = await testCtx()
  const before = await batch(ctx, 'done')
  const open = await batch(ctx, 'open')
  const client = await ctx.stores.pg.pool.connect()
  const other = await ctx.stores.pg.pool.connect()
  try {
    // A group commit that has its number and is not committed: it is not in the snapshot.
    await other.query('begin')
    const { rows } = await other.query<{ id: number }>(
      `insert into ingest_batch (id, owner, state, lease_until, months)
       values (nextval('ingest_batch_seq'), gen_random_uuid(), 'done', now(), '{202611}') returning id`,
    )
    const inFlight = rows[0]?.id ?? 0
    const last = await batch(ctx, 'done')
    await openSnapshot(client)
    await other.query('commit')
    const after = await batch(ctx, 'done')
    await ctx.stores.pg.pool.query(`update ingest_batch set state = 'done' where id = $1`, [open])
    const names = ['before', 'open', 'in flight', 'last', 'after']
    for (const [i, id] of [before, open, inFlight, last, after].entries())
      await store(ctx, id, names[i] ?? '')
    const belongs = await eventsOfSnapshot(client)
    const found = await ctx.ch.allRows<{ name: string }>(
      ch`select name from event where tenant_id = ${as('UUID', ctx.tenantId)} and ${belongs} order by batch_id`,
    )
    expect(found.map((r) => r.name)).toEqual(['before', 'last'])
  } finally {
    await client.query('rollback')
    client.release()
    other.release()
  }
})

test('an open batch is named when its lease ran out, and not before', async () => {
  const ctx = await testCtx()
  const leases = checks.find((c) => c.name === 'collect.leases')
  if (!leases) throw new Error('the check is gone')
  // Rolled back, so that nobody decides them meanwhile.
  const looked = ctx.pg.transaction().execute(async (pg) => {
    const inside = { ...ctx, pg }
    const [late, fresh] = [await batch(inside, 'open', '-1 minute'), await batch(inside, 'open')]
    const { differences } = await leases.compare(inside)
    const named = differences.map((d) => d.batch)
    expect([named.includes(late), named.includes(fresh)]).toEqual([true, false])
    throw new Error('looked')
  })
  await expect(looked).rejects.toThrow('looked')
})
