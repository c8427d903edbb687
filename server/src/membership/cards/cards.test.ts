import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { newCustomer } from '../../commerce/testing.ts'
import { eachBrand, type TestCtx, testCtx } from '../../platform/testing.ts'
import { keepBalances } from '../attributes.ts'
import { setBenefit } from '../benefits/benefits.ts'
import { entitledTo } from '../benefits/entitled.ts'
import { onDay } from '../testing-members.ts'
import {
  agreeRenewal,
  cancelCard,
  expireCards,
  getCard,
  grantCard,
  refundCard,
  renewCard,
} from './cards.ts'
import { setPlan } from './plans.ts'
import { tellRenewals } from './renewals.ts'
import { CARD_STATES, mayBecome, proRataFen } from './states.ts'

let ctx: TestCtx
beforeAll(async () => {
  ctx = onDay(await testCtx(), '2025-03-01')
  await setPlan(
    ctx,
    {
      ...{ code: 'svip', name: '超级会员卡', name_en: 'Super card', price_fen: 99_00, days: 30 },
      ...{ trial_days: 7, sku: null, is_retired: false },
    },
    0,
  )
  await setBenefit(
    ctx,
    {
      ...{
        code: 'card_off',
        kind: 'discount',
        name: 'n',
        name_en: 'n',
        args: { off_bp: 500 },
        stacks: false,
      },
      ...{
        behaviour: null,
        unit_cost_fen: 0,
        per_customer: null,
        period: 'ever',
        uses_limit: null,
      },
      ...{ is_retired: false, holders: [{ holder: 'card', holder_code: 'svip' }] },
    },
    0,
  )
})
const day = (text: string) => onDay(ctx, text)
const grant = (customer: number, given = {}) =>
  grantCard(ctx, { key: randomUUID(), customer, plan: 'svip', orderId: null, ...given })

test('64 with one key give one card; the next one begins when it ends', async () => {
  const node = await newCustomer(ctx)
  const all = await Promise.all(Array.from({ length: 64 }, () => grant(node, { key: `k-${node}` })))
  expect(new Set(all.map((card) => card.id)).size).toBe(1)
  const next = await grant(node)
  expect(next.starts_at).toEqual(all[0]?.ends_at)
})

test('a card gives its benefits while it runs, cancelled or not', async () => {
  const node = await newCustomer(ctx)
  const { id } = await grant(node)
  const has = async (at = ctx) => (await entitledTo(at, node)).map((b) => b.code)
  expect(await has()).toEqual(['card_off'])
  await cancelCard(ctx, id)
  expect((await cancelCard(ctx, id)).state).toBe('cancelled')
  expect(await has(day('2025-03-30'))).toEqual(['card_off'])
  expect(await has(day('2025-03-31'))).toEqual([])
  await expireCards(day('2025-04-01'), eachBrand(day('2025-04-01')))
  expect((await getCard(ctx, id)).state).toBe('expired')
})

test('until when her cards run is an attribute, which ends with the last of them', async () => {
  const node = await newCustomer(ctx)
  const until = async (at: TestCtx) => {
    await keepBalances(at, eachBrand(at))
    const { rows } = await sql<{
      value: unknown
    }>`select value from attribute where tenant_id = ${ctx.tenantId}
      and node_id = ${node} and name = 'benefit_card_until' and value <> 'null'`.execute(ctx.pg)
    return rows[0]?.value
  }
  const first = await grant(node)
  expect(await until(ctx)).toBe('2025-03-31')
  const next = await grant(node)
  expect(await until(ctx)).toBe('2025-04-30')
  await refundCard(ctx, next.id)
  expect(await until(ctx)).toBe('2025-03-31')
  await refundCard(ctx, first.id)
  expect(await until(ctx)).toBeUndefined()
})

test('it is tried once, 64 at once or later', async () => {
  const node = await newCustomer(ctx)
  const all = await Promise.allSettled(
    Array.from({ length: 64 }, () => grant(node, { isTrial: true })),
  )
  expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
})

test('nobody is renewed who did not agree, or was not told five days before', async () => {
  const node = await newCustomer(ctx)
  const { id } = await grant(node)
  const renew = (at: TestCtx) => renewCard(at, id, { key: `r-${id}`, orderId: null })
  await expect(renew(day('2025-03-30'))).rejects.toMatchObject({ code: 'renewal_not_agreed' })
  await agreeRenewal(ctx, id, true)
  await expect(renew(day('2025-03-30'))).rejects.toMatchObject({ code: 'renewal_not_told' })
  await tellRenewals(day('2025-03-20'), eachBrand(day('2025-03-20')))
  expect((await getCard(ctx, id)).notified_at).toBeNull()
  await tellRenewals(day('2025-03-25'), eachBrand(day('2025-03-25')))
  await tellRenewals(day('2025-03-25'), eachBrand(day('2025-03-25')))
  const { rows } = await sql<{ text: string }>`select text from service_message
    where tenant_id = ${ctx.tenantId} and key = ${`card-renewal:${id}`}`.execute(ctx.pg)
  expect(rows.map((row) => row.text)).toEqual([expect.stringContaining('2025-03-31')])
  await expect(renew(day('2025-03-29'))).rejects.toMatchObject({ code: 'renewal_not_told' })
  const [next, again] = await Promise.all([renew(day('2025-03-30')), renew(day('2025-03-30'))])
  expect(next.id).toBe(again.id)
  expect(next.starts_at).toEqual((await getCard(ctx, id)).ends_at)
})

test('taking the agreement back, or cancelling, ends the renewal', async () => {
  const node = await newCustomer(ctx)
  const { id } = await grant(node)
  await agreeRenewal(ctx, id, true)
  await tellRenewals(day('2025-03-25'), eachBrand(day('2025-03-25')))
  await cancelCard(day('2025-03-26'), id)
  await expect(renewCard(day('2025-03-31'), id, { key: 'x', orderId: null })).rejects.toMatchObject(
    {
      code: 'renewal_not_agreed',
    },
  )
})

test('a refund pays the whole days that are left, once', async () => {
  const node = await newCustomer(ctx)
  const { id } = await grant(node)
  const at = day('2025-03-16')
  const all = await Promise.all(Array.from({ length: 16 }, () => refundCard(at, id)))
  expect(new Set(all.map((one) => one.refundFen))).toEqual(new Set([49_50]))
  expect(await getCard(ctx, id)).toMatchObject({ state: 'refunded', refunded_fen: 49_50 })
  await expect(cancelCard(at, id)).rejects.toMatchObject({ code: 'card_state' })
})

test('no refund is above the price or below nothing, and it falls as days go by', () => {
  const start = new Date('2025-03-01T00:00:00Z')
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.integer({ min: 1, max: 800 }),
      fc.nat(900),
      (price, days, gone) => {
        const end = new Date(start.getTime() + days * 86_400_000)
        const at = (n: number) =>
          proRataFen(price, start, end, new Date(start.getTime() + n * 86_400_000))
        expect(at(gone)).toBeGreaterThanOrEqual(0)
        expect(at(gone)).toBeLessThanOrEqual(price)
        expect(at(gone + 1)).toBeLessThanOrEqual(at(gone))
        expect(at(0)).toBe(price)
        expect(at(days)).toBe(0)
      },
    ),
  )
})

test('what has ended stays ended', () => {
  for (const from of ['refunded', 'expired'] as const)
    for (const to of CARD_STATES) expect(mayBecome(from, to)).toBe(false)
})
