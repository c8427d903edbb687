import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { drainOutbox } from '../collect/index.ts'
import { recordRefunds } from '../commerce/index.ts'
import { emptyDatabase } from '../org/testing.ts'
import { as, sql as ch } from '../platform/ch.ts'
import { testCtx as sharedCtx, type TestCtx } from '../platform/testing.ts'
import { applyRelations } from '../profile/index.ts'
import { beginUndo, type DataImport } from './import.ts'
import { bringIn, collectorOf, fates, fileOf } from './testing.ts'
import { runUndo } from './undo.ts'

// A database of its own: other tests drain the outbox of the shared one into their event store.
const database = await emptyDatabase()
// Its batches are numbered apart: an insert with a token that this process has used stores nothing.
await database.pool.query(`select setval('ingest_batch_seq', 5000000000)`)
afterAll(() => database.drop())

async function testCtx(): Promise<TestCtx> {
  const ctx = await sharedCtx()
  await database.pool.query(
    `insert into tenant (id, name, timezone, currency) values ($1, 'Undo', 'UTC', 'CNY')`,
    [ctx.tenantId],
  )
  return { ...ctx, pg: database.db, stores: { ...ctx.stores, pg: database } }
}

const csv = (header: string, ...rows: string[]) => `${[header, ...rows].join('\n')}\n`
const orders = {
  name: 'shop',
  source: 'shop',
  zone: 'UTC',
  parts: [
    {
      kind: 'orders',
      fields: {
        order_id: 'order',
        'identifiers.phone': 'phone',
        'attributes.city': 'city',
        placed_at: 'at',
        unit_price: 'price',
      },
    },
  ],
}
const events = (name = 'app') => ({
  name,
  source: name,
  zone: 'UTC',
  parts: [
    { kind: 'events', fields: { id: 'id', name: 'event', at: 'at', 'identifiers.phone': 'phone' } },
  ],
})

async function undo(ctx: TestCtx, job: DataImport): Promise<DataImport> {
  await beginUndo(ctx, job.id)
  return runUndo(ctx, collectorOf(ctx), job.id)
}
const count = async (ctx: TestCtx, table: string) => {
  const { rows } = await sql<{
    n: number
  }>`select count(*) as n from ${sql.table(table)} where tenant_id = ${ctx.tenantId}`.execute(
    ctx.pg,
  )
  return rows[0]?.n
}
const revenue = async (ctx: TestCtx) => {
  await drainOutbox(ctx, collectorOf(ctx))
  const [row] = await ctx.ch.rows<{ n: string; fen: string }>(
    ctx.tenantId,
    ch`select count() as n, sum(revenue_fen) as fen from event where revenue_fen != ${as('Int64', 0)}`,
  )
  return [Number(row?.n), Number(row?.fen)]
}

describe('undoing an import', () => {
  test('takes everything it brought, and the same file can come again', async () => {
    const ctx = await testCtx()
    const file = fileOf(
      'a.csv',
      csv(
        'order,phone,city,at,price',
        '1,13800000001,Beijing,2026-03-01,10',
        '2,13800000002,Xi’an,2026-03-01,20',
        '3,,,2026-03-01,30',
      ),
    )
    const job = await bringIn(ctx, orders, [file])
    expect(await revenue(ctx)).toEqual([3, 6000])
    const undone = await undo(ctx, job)
    expect(undone).toMatchObject({
      state: 'undone',
      undo_report: {
        orders: 3,
        attributes: 2,
        events: 3,
        customers: 2,
        identifiers: 2,
        ordersStay: 0,
        customersStay: 0,
      },
    })
    for (const table of [
      'sales_order',
      'order_line',
      'customer',
      'identifier',
      'attribute',
      'event_outbox',
    ])
      expect([table, await count(ctx, table)]).toEqual([table, 0])
    expect(await revenue(ctx)).toEqual([0, 0])
    const again = await bringIn(ctx, orders, [file])
    expect(await fates(ctx, again)).toMatchObject({ order_line: 3 })
    expect(await revenue(ctx)).toEqual([3, 6000])
  })

  test('leaves what others have built on, and says so', async () => {
    const ctx = await testCtx()
    const job = await bringIn(ctx, orders, [
      fileOf(
        'a.csv',
        csv(
          'order,phone,city,at,price',
          '1,13800000001,,2026-03-01,10',
          '2,13800000002,,2026-03-01,20',
          '3,13800000003,,2026-03-01,5',
        ),
      ),
    ])
    // The first order is refunded from elsewhere; the second customer is seen in the app.
    await recordRefunds(ctx, [
      {
        source: 'shop',
        externalId: 'r',
        orderExternalId: '1',
        node: null,
        evidence: 'verified',
        currency: 'CNY',
        amountFen: 400,
        platform: '',
        at: new Date('2026-03-02'),
        reason: '',
        lines: [],
        storeId: null,
        staffId: null,
        channelId: null,
        activityId: null,
      },
    ])
    await bringIn(ctx, events(), [
      fileOf('e.csv', csv('id,event,at,phone', 'e1,Seen,2026-03-05,13800000002')),
    ])
    const undone = await undo(ctx, job)
    expect(undone.undo_report).toMatchObject({
      orders: 2,
      ordersStay: 1,
      customers: 1,
      customersStay: 2,
      identifiers: 1,
      identifiersStay: 2,
      events: 2,
    })
    expect(await revenue(ctx)).toEqual([2, 600])
    expect([await count(ctx, 'customer'), await count(ctx, 'sales_order')]).toEqual([2, 1])
  })

  test('takes events out of the event store, of this import only, and forgets that they were seen', async () => {
    const ctx = await testCtx()
    const rows = (from: number) =>
      csv(
        'id,event,at,phone',
        ...Array.from(
          { length: 50 },
          (_, i) =>
            `e${from + i},Seen,2026-0${1 + (i % 6)}-05,1380000${String(from + i).padStart(4, '0')}`,
        ),
      )
    const one = await bringIn(ctx, events(), [fileOf('1.csv', rows(0))])
    await bringIn(ctx, events(), [fileOf('2.csv', rows(50))])
    const undone = await undo(ctx, one)
    expect(undone.undo_report).toMatchObject({ events: 50, customers: 50 })
    const left = await ctx.ch.rows<{ n: string }>(
      ctx.tenantId,
      ch`select count() as n from event where name = ${as('String', 'Seen')}`,
    )
    expect(Number(left[0]?.n)).toBe(50)
    const again = await bringIn(ctx, events(), [fileOf('1.csv', rows(0))])
    expect(await fates(ctx, again)).toEqual({ event: 50 })
  })

  test('puts relations, products and attributes of others back as they were', async () => {
    const ctx = await testCtx()
    const people = {
      name: 'p',
      source: 'crm',
      parts: [
        {
          kind: 'customers',
          fields: {
            'identifiers.phone': 'phone',
            'identifiers.email': 'email',
            'attributes.name': 'name',
          },
        },
      ],
    }
    const relations = {
      name: 'r',
      source: 'crm',
      parts: [
        {
          kind: 'relations',
          fields: {
            'identifiers.phone': 'phone',
            staff_id: 'staff',
            state: 'state',
            added_at: 'at',
          },
        },
      ],
    }
    await bringIn(ctx, people, [fileOf('p.csv', csv('phone,email,name', '13800000001,,Old'))])
    const { rows } = await sql<{
      node: number
    }>`select id as node from customer where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    const node = rows[0]?.node ?? 0
    await applyRelations(ctx, [
      {
        node,
        staffId: 'g1',
        state: 'friend',
        storeId: 's1',
        channelId: null,
        source: 'wecom',
        addedAt: new Date('2026-01-01'),
        endedAt: null,
      },
    ])
    const two = await bringIn(ctx, people, [
      fileOf('p2.csv', csv('phone,email,name', '13800000001,new@example.com,New')),
    ])
    const three = await bringIn(ctx, relations, [
      fileOf(
        'r.csv',
        csv(
          'phone,staff,state,at',
          '13800000001,g1,deleted_by_customer,2026-02-01',
          '13800000001,g2,friend,2026-02-01',
        ),
      ),
    ])
    expect((await undo(ctx, three)).undo_report).toMatchObject({
      relations: 2,
      relationsPutBack: 1,
    })
    expect((await undo(ctx, two)).undo_report).toMatchObject({
      attributes: 1,
      identifiers: 1,
      customers: 0,
    })
    const { rows: left } =
      await sql`select staff_id, state, source, store_id from relation where tenant_id = ${ctx.tenantId}`.execute(
        ctx.pg,
      )
    expect(left).toEqual([{ staff_id: 'g1', state: 'friend', source: 'wecom', store_id: 's1' }])
    const { rows: names } = await sql<{
      value: string
    }>`select value from attribute where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    expect(names.map((n) => n.value)).toEqual(['Old'])
    const { rows: ids } = await sql<{
      namespace: string
    }>`select namespace from identifier where tenant_id = ${ctx.tenantId}`.execute(ctx.pg)
    expect(ids.map((i) => i.namespace)).toEqual(['phone'])
  })

  test('is begun once, by an import that has ended', async () => {
    const ctx = await testCtx()
    const job = await bringIn(ctx, orders, [
      fileOf('a.csv', csv('order,phone,city,at,price', '1,,,2026-03-01,10')),
    ])
    const both = await Promise.allSettled([undo(ctx, job), undo(ctx, job)])
    expect(both.map((b) => b.status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(beginUndo(ctx, job.id)).rejects.toMatchObject({ code: 'import_not_undoable' })
  })
})
