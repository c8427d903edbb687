import { randomUUIDv7 } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Ctx } from '../../platform/ctx.ts'
import { openPg } from '../../platform/pg.ts'
import { type TestCtx, testCtx } from '../../platform/testing.ts'
import { recordCostPrices, recordProducts } from '../catalogue.ts'
import { goods, stocked, stockStore } from '../testing.ts'
import { stockChecks } from './checks.ts'
import { reverseDocument, writeDocument } from './documents.ts'
import { dealt, type WrittenKind } from './movement.ts'
import { getDocument, listDocuments, listLevels } from './queries.ts'
import { expireReservations, releaseReserved, reserve, takeReserved } from './reservations.ts'
import { setStockSetting } from './settings.ts'

let ctx: TestCtx
beforeAll(async () => {
  ctx = await testCtx()
  await stockStore(ctx, 's1')
  await stockStore(ctx, 's2')
})

const inAnHour = () => new Date(Date.now() + 3_600_000)
const write = (
  of: Ctx,
  kind: WrittenKind,
  lines: [sku: string, quantity: number, cost?: number][],
  given: { store?: string; to?: string } = {},
) =>
  writeDocument(of, {
    kind,
    store: given.store ?? 's1',
    toStore: given.to ?? null,
    note: '',
    lines: lines.map(([sku, quantity, cost]) => ({ sku, quantity, unitCostFen: cost ?? null })),
  })
async function level(sku: string, store = 's1', of: Ctx = ctx) {
  const { items } = await listLevels(of, { store, q: sku, limit: 10 })
  const found = items.find((item) => item.sku === sku)
  return { on_hand: found?.on_hand ?? 0, reserved: found?.reserved ?? 0 }
}
/** Differences of this tenant. */
async function wrong(of: Ctx) {
  const all = await Promise.all(stockChecks.map((check) => check.compare(of)))
  return all.flatMap((c) => c.differences).filter((d) => d.tenant === of.tenantId)
}
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )

describe('documents', () => {
  test('buying, moving, losing and counting change what is there, and every entry has two ends', async () => {
    await goods(ctx, 'doc-a', 'doc-b')
    await write(ctx, 'purchase', [
      ['doc-a', 10, 300],
      ['doc-b', 5],
    ])
    await write(ctx, 'transfer', [['doc-a', 4]], { to: 's2' })
    await write(ctx, 'loss', [['doc-a', 1]])
    const counted = await write(ctx, 'count', [
      ['doc-a', 3],
      ['doc-b', 9],
    ])
    expect(await level('doc-a')).toEqual({ on_hand: 3, reserved: 0 })
    expect(await level('doc-a', 's2')).toEqual({ on_hand: 4, reserved: 0 })
    expect(await level('doc-b')).toEqual({ on_hand: 9, reserved: 0 })
    expect(counted.entries).toMatchObject([
      { sku: 'doc-a', from_place: 'store:s1', to_place: 'counted', quantity: 2 },
      { sku: 'doc-b', from_place: 'counted', to_place: 'store:s1', quantity: 4 },
    ])
    const { items } = await listDocuments(ctx, { sku: 'doc-a', limit: 10 })
    expect(items.map((d) => d.kind)).toEqual(['count', 'loss', 'transfer', 'purchase'])
    expect(await wrong(ctx)).toEqual([])
  })

  test('what a thing costs is what was paid for it, else its cost price on the day', async () => {
    await goods(ctx, 'cost-a', 'cost-b', 'cost-c')
    await recordCostPrices(ctx, [
      { sku: 'cost-b', fromOn: '2020-01-01', fen: 77, currency: 'CNY', source: 't' },
    ])
    await write(ctx, 'purchase', [
      ['cost-a', 1, 100],
      ['cost-b', 1],
      ['cost-c', 1],
    ])
    await write(ctx, 'purchase', [['cost-a', 3, 200]])
    const { items } = await listLevels(ctx, { q: 'cost-', limit: 10 })
    expect(items.map((i) => [i.sku, i.unit_cost_fen, i.value_fen])).toEqual([
      ['cost-a', 175, 700],
      ['cost-b', 77, 77],
      ['cost-c', null, null],
    ])
  })

  test('nothing goes out that is not free, and nothing is written then', async () => {
    await stocked(ctx, 's1', 'out', 3)
    expect((await reserve(ctx, randomUUIDv7(), [held('out', 2)], inAnHour())).ok).toBe(true)
    const before = (await listDocuments(ctx, { sku: 'out', limit: 10 })).items.length
    expect(await code(write(ctx, 'loss', [['out', 2]]))).toBe('stock_short')
    expect(await code(write(ctx, 'count', [['out', 1]]))).toBe('counted_below_reserved')
    expect((await listDocuments(ctx, { sku: 'out', limit: 10 })).items.length).toBe(before)
    expect(await level('out')).toEqual({ on_hand: 3, reserved: 2 })
  })

  test('a document is taken back once, and what is written stays as it is', async () => {
    await goods(ctx, 'back')
    const bought = await write(ctx, 'purchase', [['back', 5, 10]])
    const [first, second] = await Promise.all(
      ['a', 'b'].map((note) => code(reverseDocument(ctx, bought.id, note))),
    )
    expect([first, second].sort()).toEqual(['document_reversed', 'done'])
    expect(await level('back')).toEqual({ on_hand: 0, reserved: 0 })
    const after = await getDocument(ctx, bought.id)
    expect(after.entries).toMatchObject([{ quantity: 5, unit_cost_fen: 10 }])
    expect(await code(reverseDocument(ctx, after.reversed_by ?? '', 'again'))).toBe(
      'document_reverses',
    )
    for (const statement of [
      sql`update stock_entry set quantity = 9 where tenant_id = ${ctx.tenantId}`,
      sql`delete from stock_document where tenant_id = ${ctx.tenantId}`,
    ])
      await expect(statement.execute(ctx.pg)).rejects.toThrow('never changed')
  })

  test('unknown stores and products, two lines of one SKU and a transfer to nowhere are refused', async () => {
    await goods(ctx, 'bad')
    expect(await code(write(ctx, 'purchase', [['bad', 1]], { store: 'nowhere' }))).toBe(
      'unknown_store',
    )
    expect(await code(write(ctx, 'purchase', [['no-such', 1]]))).toBe('unknown_sku')
    const twice = write(ctx, 'purchase', [
      ['bad', 1],
      ['bad', 2],
    ])
    expect(await code(twice)).toBe('sku_twice')
    expect(await code(write(ctx, 'transfer', [['bad', 1]]))).toBe('transfer_ends')
    expect(await code(write(ctx, 'transfer', [['bad', 1]], { to: 's1' }))).toBe('transfer_ends')
    expect(await code(write(ctx, 'loss', [['bad', 0]]))).toBe('nothing_moves')
  })

  test('a store’s people see and move their own store only', async () => {
    await stocked(ctx, 's1', 'scoped', 2)
    await stocked(ctx, 's2', 'scoped', 7)
    const hers: Ctx = {
      ...ctx,
      actor: { ...ctx.actor, role: 'operator', scope: { kind: 'store', ids: ['s2'] } },
    }
    const { items } = await listLevels(hers, { q: 'scoped', limit: 10 })
    expect(items.map((i) => [i.store, i.on_hand])).toEqual([['s2', 7]])
    expect(await code(write(hers, 'loss', [['scoped', 1]]))).toBe('store_not_found')
    const { items: all } = await listDocuments(ctx, { sku: 'scoped', store: 's1', limit: 10 })
    expect(await code(getDocument(hers, all[0]?.id ?? ''))).toBe('stock_document_not_found')
  })
})

const held = (sku: string, quantity: number, store = 's1') => ({ store, sku, quantity })

describe('reservations', () => {
  test('what is held is taken once or given back once, and a repeat changes nothing', async () => {
    await stocked(ctx, 's1', 'res', 5)
    const [a, b] = [randomUUIDv7(), randomUUIDv7()]
    await reserve(ctx, a, [held('res', 2)], inAnHour())
    await reserve(ctx, a, [held('res', 2)], inAnHour())
    await reserve(ctx, b, [held('res', 3)], inAnHour())
    expect(await level('res')).toEqual({ on_hand: 5, reserved: 5 })
    expect(await takeReserved(ctx, a, a)).toBe(true)
    expect(await takeReserved(ctx, a, a)).toBe(false)
    expect(await releaseReserved(ctx, a)).toBe(false)
    expect(await releaseReserved(ctx, b)).toBe(true)
    expect(await level('res')).toEqual({ on_hand: 3, reserved: 0 })
    const { items } = await listDocuments(ctx, { sku: 'res', kind: 'sale', limit: 10 })
    expect(items).toMatchObject([{ order_id: a, quantity: 2 }])
    expect(await wrong(ctx)).toEqual([])
  })

  test('all of a basket is held or none of it', async () => {
    await stocked(ctx, 's1', 'all-a', 5)
    await stocked(ctx, 's1', 'all-b', 1)
    const answer = await reserve(
      ctx,
      randomUUIDv7(),
      [held('all-b', 2), held('all-a', 1)],
      inAnHour(),
    )
    expect(answer).toEqual({
      ok: false,
      short: [{ store: 's1', sku: 'all-b', wanted: 2, free: 1 }],
    })
    expect(await level('all-a')).toEqual({ on_hand: 5, reserved: 0 })
  })

  test('a want larger than any bucket is gathered from all of them', async () => {
    await stocked(ctx, 's1', 'spread', 10)
    await setStockSetting(ctx, { store: 's1', sku: 'spread', buckets: 4, low_at: 3 })
    expect(await level('spread')).toEqual({ on_hand: 10, reserved: 0 })
    const id = randomUUIDv7()
    expect((await reserve(ctx, id, [held('spread', 9)], inAnHour())).ok).toBe(true)
    expect((await reserve(ctx, randomUUIDv7(), [held('spread', 2)], inAnHour())).ok).toBe(false)
    await setStockSetting(ctx, { store: 's1', sku: 'spread', buckets: 2, low_at: 3 })
    expect(await takeReserved(ctx, id, id)).toBe(true)
    expect(await level('spread')).toEqual({ on_hand: 1, reserved: 0 })
    const { items } = await listLevels(ctx, { q: 'spread', low: true, limit: 10 })
    expect(items).toMatchObject([{ sku: 'spread', is_low: true, free: 1 }])
    expect(await wrong(ctx)).toEqual([])
  })

  test('what nobody paid in time is free again, as a whole, and is not taken any more', async () => {
    const own = await testCtx()
    await stockStore(own, 's1')
    await stocked(own, 's1', 'late-a', 3)
    await stocked(own, 's1', 'late-b', 3)
    const [late, early] = [randomUUIDv7(), randomUUIDv7()]
    await reserve(own, late, [held('late-a', 2), held('late-b', 1)], new Date(Date.now() + 1_000))
    await reserve(own, early, [held('late-a', 1)], inAnHour())
    const later: Ctx = { ...own, now: () => new Date(Date.now() + 60_000) }
    expect(await expireReservations(later, (tenantId) => ({ ...later, tenantId }))).toBeGreaterThan(
      0,
    )
    expect(await level('late-a', 's1', own)).toEqual({ on_hand: 3, reserved: 1 })
    expect(await level('late-b', 's1', own)).toEqual({ on_hand: 3, reserved: 0 })
    expect(await takeReserved(own, late, late)).toBe(false)
    expect(await takeReserved(own, early, early)).toBe(true)
    expect(await wrong(own)).toEqual([])
  })
})

describe('many at once', () => {
  test.each([
    [1, 1],
    [7, 1],
    [16, 16],
    [5, 8],
  ])('64 buyers of the last %i in %i buckets: never over, never leaked', async (units, buckets) => {
    const many = openPg(
      { connectionString: ctx.stores.pgUrl, max: 32, connectionTimeoutMillis: 0 },
      (error) => {
        throw error
      },
    )
    try {
      const racers: Ctx = { ...ctx, pg: many.db }
      const sku = `race-${units}-${buckets}`
      await stocked(ctx, 's1', sku, units)
      await setStockSetting(ctx, { store: 's1', sku, buckets, low_at: null })
      const ids = Array.from({ length: 64 }, () => randomUUIDv7())
      const answers = await Promise.all(
        ids.map((id) => reserve(racers, id, [held(sku, 1)], inAnHour())),
      )
      const winners = ids.filter((_, i) => answers[i]?.ok)
      expect(winners).toHaveLength(units)
      expect(await level(sku)).toEqual({ on_hand: units, reserved: units })
      // Every winner pays and cancels at once: one of both happens, once.
      const fates = await Promise.all(
        winners.flatMap((id) => [takeReserved(racers, id, id), releaseReserved(racers, id)]),
      )
      expect(fates.filter(Boolean)).toHaveLength(units)
      const sold = fates.filter((done, i) => done && i % 2 === 0).length
      expect(await level(sku)).toEqual({ on_hand: units - sold, reserved: 0 })
      expect(await wrong(ctx)).toEqual([])
    } finally {
      await many.close()
    }
  })

  test('baskets that want the same things in any order do not wait for each other for ever', async () => {
    const skus = ['knot-a', 'knot-b', 'knot-c']
    for (const sku of skus) await stocked(ctx, 's1', sku, 40)
    const [a = '', b = '', c = ''] = skus
    const orders = [
      [a, b, c],
      [c, b, a],
      [b, a],
      [c, a],
    ]
    const done = await Promise.all(
      Array.from({ length: 64 }, async (_, i) => {
        const id = randomUUIDv7()
        const wants = (orders[i % 4] ?? []).map((sku) => held(sku, 1))
        const { ok } = await reserve(ctx, id, wants, inAnHour())
        return ok && (i % 3 === 0 ? releaseReserved(ctx, id) : takeReserved(ctx, id, id))
      }),
    )
    expect(done.filter(Boolean).length).toBeGreaterThanOrEqual(40)
    expect(await wrong(ctx)).toEqual([])
  })
})

test('any mix of documents and reservations keeps levels equal to entries, and nothing below zero', async () => {
  const step = fc.record({
    do: fc.constantFrom('purchase', 'loss', 'count', 'transfer', 'reserve', 'take', 'release'),
    n: fc.integer({ min: 0, max: 9 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const sku = `mix-${randomUUIDv7()}`
      await recordProducts(ctx, [product(sku)])
      const open: string[] = []
      for (const { do: what, n } of steps) {
        if (what === 'reserve') {
          const id = randomUUIDv7()
          if (n > 0 && (await reserve(ctx, id, [held(sku, n)], inAnHour())).ok) open.push(id)
        } else if (what === 'take' || what === 'release') {
          const id = open.pop()
          if (id) await (what === 'take' ? takeReserved(ctx, id, id) : releaseReserved(ctx, id))
        } else {
          const to = what === 'transfer' ? { to: 's2' } : {}
          const answer = await code(write(ctx, what as WrittenKind, [[sku, n]], to))
          expect(['done', 'stock_short', 'nothing_moves', 'counted_below_reserved']).toContain(
            answer,
          )
        }
      }
      const { on_hand, reserved } = await level(sku)
      expect(reserved).toBeLessThanOrEqual(on_hand)
    }),
    { numRuns: 12 },
  )
  expect(await wrong(ctx)).toEqual([])
})

const product = (sku: string) => ({
  sku,
  name: sku,
  category: [],
  brand: null,
  priceFen: 100,
  currency: 'CNY',
  attributes: {},
  source: 'test',
})

test('what comes is dealt evenly over buckets, what goes is taken where it is free', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 16 }),
      fc.integer({ min: -60, max: 60 }),
      (rows, change) => {
        const buckets = rows.map(([reserved, free], bucket) => ({
          ...{ store: 's', sku: 'x', bucket, reserved },
          on_hand: reserved + free,
        }))
        const free = rows.reduce((sum, [, n]) => sum + n, 0)
        const moved = dealt(buckets, change)
        expect(moved === undefined).toBe(change < -free)
        if (!moved) return
        expect(moved.reduce((sum, m) => sum + m.change, 0)).toBe(change)
        for (const m of moved) {
          const bucket = buckets[m.bucket]
          expect((bucket?.on_hand ?? 0) + m.change).toBeGreaterThanOrEqual(bucket?.reserved ?? 0)
        }
      },
    ),
  )
})
