// A customer is erased while an import that holds her rows is at work.
import { sql } from 'kysely'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { type Collector, drainOutbox } from './collect/index.ts'
import { beginUndo, createImport, type DataImport, type NewImport } from './imports/import.ts'
import { runImport, runUndo } from './imports/index.ts'
import { soundMapping } from './imports/saved-mappings.ts'
import { collectorOf, csv, fates, fileOf } from './imports/testing.ts'
import { type Api, emptyDatabase, keyOf, testApi } from './org/testing.ts'
import { everyPersonalData } from './personal-data.ts'
import { as, sql as ch } from './platform/ch.ts'
import { testCtx as sharedCtx, type TestCtx } from './platform/testing.ts'
import { placesOf } from './platform/testing-search.ts'
import { routes as profileRoutes, sweepErased, usePersonalData } from './profile/index.ts'

usePersonalData(everyPersonalData)

// A database of its own: other tests drain the outbox of the shared one into their event store.
const database = await emptyDatabase()
await database.pool.query(`select setval('ingest_batch_seq', 7000000000)`)
afterAll(() => database.drop())

const HERS = '13900139555'
const ROWS = 9_000
/** Every 30th row is hers, from the first to the last. */
const phoneOf = (row: number) =>
  row % 30 === 0 ? HERS : `1380000${String(row % 900).padStart(4, '0')}`
const hers = Array.from({ length: ROWS }, (_, i) => i).filter((i) => phoneOf(i) === HERS).length

let ctx: TestCtx
let api: Api
let key: string
let collector: Collector

beforeEach(async () => {
  const shared = await sharedCtx()
  ctx = { ...shared, pg: database.db, stores: { ...shared.stores, pg: database } }
  await database.pool.query(
    `insert into tenant (id, name, timezone, currency) values ($1, 'Erasure', 'UTC', 'CNY')`,
    [ctx.tenantId],
  )
  api = await testApi(ctx, { domains: [profileRoutes] })
  key = await keyOf(ctx, 'owner')
  collector = collectorOf(ctx)
  return () => collector.stop()
})

const orders = {
  name: 'shop',
  source: 'shop',
  zone: 'UTC',
  parts: [
    {
      kind: 'orders',
      fields: {
        order_id: 'id',
        'identifiers.phone': 'phone',
        'attributes.city': 'city',
        placed_at: 'at',
        unit_price: 'price',
      },
    },
  ],
}
const events = {
  name: 'app',
  source: 'app',
  zone: 'UTC',
  parts: [
    { kind: 'events', fields: { id: 'id', name: 'city', at: 'at', 'identifiers.phone': 'phone' } },
  ],
}
const people = {
  name: 'crm',
  source: 'crm',
  zone: 'UTC',
  parts: [
    {
      kind: 'customers',
      fields: { 'identifiers.phone': 'phone', 'attributes.city': 'city', at: 'at' },
    },
  ],
}
const file = (): NewImport['files'] => [
  fileOf(
    'rows.csv',
    csv(
      'id,phone,city,at,price',
      ...Array.from(
        { length: ROWS },
        (_, i) => `n${String(i).padStart(5, '0')},${phoneOf(i)},Xian,2026-03-01 10:00:00,1.25`,
      ),
    ),
  ),
]

async function holder(): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`select customer_id as id from identifier
    where tenant_id = ${ctx.tenantId} and namespace = 'phone' and value = ${`+86${HERS}`}`.execute(
    ctx.pg,
  )
  return rows[0]?.id
}

async function erase(id: number): Promise<void> {
  const answer = await api.call('POST', `/customers/${id}/erase`, {
    key,
    body: { reason: 'asked by mail', confirm: String(id) },
  })
  expect(answer.text).toContain('"erased"')
  await drainOutbox(ctx, collector)
  expect(await sweepErased(ctx, String(answer.body.id), 0)).toBe(true)
}

/**
 * Imports the rows; when `isTime` comes she is erased beside the next batch, and the batches after that
 * come when she is gone. @returns her number till then
 */
async function eraseDuring(
  mapping: unknown,
  isTime: (seen: { phase: string; rowsRead: number; applied: number }) => boolean,
): Promise<{ job: DataImport; erased: number }> {
  const made = await createImport(ctx, { mapping: soundMapping(mapping), files: file() })
  let erasing: Promise<number> | undefined
  let isGone = false
  const goes = async () => {
    const id = (await holder()) ?? 0
    await erase(id)
    isGone = true
    return id
  }
  // As the queue does it: what met the erasure half way is tried again.
  for (let tries = 0; ; tries++) {
    const waits = new AbortController()
    const onProgress = (seen: Parameters<typeof isTime>[0]) => {
      if (erasing && !isGone) waits.abort()
      else if (isTime(seen)) erasing ??= goes()
    }
    try {
      const deps = { collector, onProgress, signal: waits.signal }
      const job = await runImport(ctx, deps, made.id)
      if (!erasing) throw new Error('the import ended before anybody was erased')
      return { job, erased: await erasing }
    } catch (error) {
      const { code } = error as { code?: string }
      if ((code !== '23503' && code !== 'stopping') || tries > 4) throw error
      await erasing
    }
  }
}

const count = async (table: string, where = sql`true`) => {
  const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}
    where tenant_id = ${ctx.tenantId} and ${where}`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}
async function eventsOf(customer: number): Promise<number> {
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    ch`select count() as n from event where customer_id = ${as('UInt32', customer)}`,
  )
  return Number(row?.n)
}

describe('who is erased while an import holds her rows', () => {
  test('is gone with the orders recorded so far; orders after it are a stranger’s, and the books are whole', async () => {
    const { job, erased } = await eraseDuring(
      orders,
      (seen) => seen.phase === 'applying' && seen.applied > ROWS / 3,
    )
    expect([job.state, await fates(ctx, job)]).toEqual(['done', { order_line: ROWS }])
    await drainOutbox(ctx, collector)
    const stranger = (await holder()) ?? 0
    expect(stranger).toBeGreaterThan(erased)
    expect((await api.call('GET', `/customers/${erased}`, { key })).status).toBe(404)
    const unlinked = await count('sales_order', sql`node_id is null and unlinked_id is not null`)
    const after = await count('sales_order', sql`node_id = ${stranger}`)
    expect([unlinked > 0, after > 0, unlinked + after]).toEqual([true, true, hers])
    expect(await eventsOf(erased)).toBe(0)
    const [told] = await ctx.ch.rows<{ n: string; fen: string }>(
      ctx.tenantId,
      ch`select count() as n, sum(revenue_fen) as fen from event where name = ${as('String', 'order_paid')}`,
    )
    expect([Number(told?.n), Number(told?.fen)]).toEqual([ROWS, ROWS * 125])

    // Erased again after it, she stands nowhere; taken back, the import leaves nothing, hers neither.
    await erase(stranger)
    expect(await placesOf(ctx, [HERS])).toEqual([])
    await beginUndo(ctx, job.id)
    expect((await runUndo(ctx, collector, job.id)).state).toBe('undone')
    for (const table of ['sales_order', 'customer', 'identifier', 'attribute'])
      expect([table, await count(table)]).toEqual([table, 0])
  })

  test('has no event of before it, and those that come after it are a stranger’s', async () => {
    const { job, erased } = await eraseDuring(events, (seen) => seen.rowsRead > ROWS / 3)
    expect([job.state, await fates(ctx, job)]).toEqual(['done', { event: ROWS }])
    const stranger = (await holder()) ?? 0
    expect(stranger).toBeGreaterThan(erased)
    const after = await eventsOf(stranger)
    expect([await eventsOf(erased), after > 0, after < hers]).toEqual([0, true, true])
    const [all] = await ctx.ch.rows<{ n: string }>(ctx.tenantId, ch`select count() as n from event`)
    expect(Number(all?.n)).toBe(ROWS - hers + after)
  })

  test('keeps nothing of a customers’ file but what came after it', async () => {
    const { job, erased } = await eraseDuring(people, (seen) => seen.rowsRead > ROWS / 3)
    expect([job.state, await fates(ctx, job)]).toEqual(['done', { customer: ROWS }])
    const stranger = (await holder()) ?? 0
    expect(stranger).toBeGreaterThan(erased)
    expect(await count('attribute', sql`node_id = ${erased}`)).toBe(0)
    expect(await count('attribute', sql`node_id = ${stranger}`)).toBe(1)
  })
})
