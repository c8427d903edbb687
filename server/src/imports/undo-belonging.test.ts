import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { emptyDatabase } from '../org/testing.ts'
import { testCtx as sharedCtx, type TestCtx } from '../platform/testing.ts'
import { beginUndo, type DataImport } from './import.ts'
import { bringIn, collectorOf, csv, fileOf } from './testing.ts'
import { runUndo } from './undo.ts'

// A database of its own: other tests drain the outbox of the shared one into their event store.
const database = await emptyDatabase()
await database.pool.query(`select setval('ingest_batch_seq', 6000000000)`)
afterAll(() => database.drop())

async function testCtx(): Promise<TestCtx> {
  const ctx = await sharedCtx()
  await database.pool.query(
    `insert into tenant (id, name, timezone, currency) values ($1, 'Undo', 'UTC', 'CNY')`,
    [ctx.tenantId],
  )
  return { ...ctx, pg: database.db, stores: { ...ctx.stores, pg: database } }
}
async function undo(ctx: TestCtx, job: DataImport): Promise<DataImport> {
  await beginUndo(ctx, job.id)
  return runUndo(ctx, collectorOf(ctx), job.id)
}
const mapping = {
  name: 'shop',
  source: 'shop',
  zone: 'UTC',
  parts: [
    {
      kind: 'orders',
      fields: {
        ...{ order_id: 'order', 'identifiers.phone': 'phone', placed_at: 'at' },
        ...{ unit_price: 'price', store_id: 'store' },
      },
    },
  ],
}
const bring = (ctx: TestCtx, name: string, ...rows: string[]) =>
  bringIn(ctx, mapping, [fileOf(name, csv('order,phone,at,price,store', ...rows))])

async function belonging(ctx: TestCtx) {
  const { rows } = await sql<{ code: string; phone: string }>`
    select a.code, i.value as phone from assignment a
    join identifier i on i.tenant_id = a.tenant_id and i.node_id = a.node_id and i.namespace = 'phone'
    where a.tenant_id = ${ctx.tenantId} and a.kind = 'store' order by 2`.execute(ctx.pg)
  return Object.fromEntries(rows.map((row) => [row.phone, row.code]))
}

test('undoing an import takes back the stores it decided, and what is left decides anew', async () => {
  const ctx = await testCtx()
  await bring(ctx, 'march.csv', '1,13800000001,2025-03-01,10,s1')
  expect(await belonging(ctx)).toEqual({ '+8613800000001': 's1' })
  const january = await bring(
    ctx,
    'january.csv',
    '2,13800000001,2025-01-01,10,s2',
    '3,13800000002,2025-01-01,10,s2',
  )
  expect(await belonging(ctx)).toEqual({ '+8613800000001': 's2', '+8613800000002': 's2' })
  expect((await undo(ctx, january)).undo_report).toMatchObject({ assignments: 2, customers: 1 })
  expect(await belonging(ctx)).toEqual({ '+8613800000001': 's1' })
  const { rows } = await sql<{ to_code: string }>`
    select to_code from assignment_change where tenant_id = ${ctx.tenantId} order by at`.execute(
    ctx.pg,
  )
  expect(rows.map((row) => row.to_code)).toEqual(['s1', 's1'])
})
