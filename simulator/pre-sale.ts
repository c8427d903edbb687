// What is ordered ahead: of New Year boxes deposits are taken now and balances are due in a week; of a gift box the
// deposits are over, and some balances are paid.
import { AUTUMN } from './activities.ts'
import { wallClock } from './order.ts'
import { ask, type Door } from './sender.ts'
import { ADDRESS, HOME, type Named, named, pay, place } from './storefront.ts'
import { DAY } from './world.ts'

const PRE_SALE = '四季礼盒年货预售'
const SKU = 'QH-LH-6'
const HOUR = 3_600_000

/** Told before: a start that was cut off makes what is missing. */
export async function sellAhead(
  door: Door,
  { customers, now }: { customers: readonly number[]; now: number },
): Promise<void> {
  const activity = await named(door, '/activities', AUTUMN)
  if (!activity) return
  const at = (ms: number) => new Date(now + ms).toISOString()
  const { id, state } =
    (await named(door, '/pre-sales', PRE_SALE)) ??
    (await ask<Named>(door, 'POST', `/activities/${activity.id}/pre-sales`, {
      body: {
        ...{ name: PRE_SALE, deposit_kind: 'earnest', per_customer: 2 },
        ...{ deposit_from: at(-HOUR), deposit_until: at(5 * DAY) },
        ...{ balance_from: at(6 * DAY), balance_until: at(9 * DAY) },
        ships_by: wallClock(now + 20 * DAY).slice(0, 10),
        items: [{ sku: SKU, price_fen: 52_800, deposit_fen: 5_000, worth_fen: 8_000, quota: 60 }],
      },
    }))
  if (state !== 'draft') return
  await ask(door, 'POST', `/pre-sales/${id}/publish`)
  for (const [i, customer] of customers.slice(0, 6).entries()) {
    const order = await place(
      door,
      {
        ...{ storefront: HOME, customer_id: customer, address: ADDRESS },
        ...{ lines: [{ sku: SKU, quantity: 1 }], pre_sale: { id, agreed: true } },
      },
      `demo-ahead-${i}`,
    )
    // One has not paid her deposit yet.
    if (order !== undefined && i !== 4) await pay(door, order)
  }
}

const EARLY = '小满礼盒早鸟预售'
const EARLY_SKU = 'QH-LHX-3'
/** As long as its few deposits take. */
const DEPOSITS_MS = 20_000
const keyOf = (i: number) => `demo-early-${i}`

/** The half in which deposits are paid. */
export async function takeDeposits(door: Door, customers: readonly number[]): Promise<void> {
  const activity = await named(door, '/activities', AUTUMN)
  if (!activity || (await named(door, '/pre-sales', EARLY))) return
  const now = Date.now()
  const at = (ms: number) => new Date(now + ms).toISOString()
  const { id } = await ask<Named>(door, 'POST', `/activities/${activity.id}/pre-sales`, {
    body: {
      ...{ name: EARLY, deposit_kind: 'advance', per_customer: 1 },
      ...{ deposit_from: at(-2 * DAY), deposit_until: at(DEPOSITS_MS) },
      ...{ balance_from: at(DEPOSITS_MS), balance_until: at(6 * DAY) },
      ships_by: wallClock(now + 12 * DAY).slice(0, 10),
      items: [
        { sku: EARLY_SKU, price_fen: 26_800, deposit_fen: 3_000, worth_fen: 5_000, quota: 30 },
      ],
    },
  })
  await ask(door, 'POST', `/pre-sales/${id}/publish`)
  for (const [i, customer] of customers.slice(0, 5).entries()) {
    const order = await place(
      door,
      {
        ...{ storefront: HOME, customer_id: customer, address: ADDRESS },
        ...{ lines: [{ sku: EARLY_SKU, quantity: 1 }], pre_sale: { id, agreed: true } },
      },
      keyOf(i),
    )
    if (order !== undefined) await pay(door, order)
  }
}

/** The half in which balances are paid: by two with money, by one with points as well; one calls it off. */
export async function takeBalances(door: Door): Promise<void> {
  const sale = await named(door, '/pre-sales', EARLY)
  if (!sale) return
  const { items } = await ask<{ items: { id: string; due_fen: number }[] }>(
    door,
    'GET',
    '/own-orders?state=to_pay_balance&limit=50',
  )
  const ours: { id: string; from: number }[] = []
  for (const { id } of items) {
    const { deposit, lines } = await ask<{
      deposit: { balance_from: string } | null
      lines: { sku: string }[]
    }>(door, 'GET', `/own-orders/${id}`)
    if (deposit && lines.some(({ sku }) => sku === EARLY_SKU))
      ours.push({ id, from: Date.parse(deposit.balance_from) })
  }
  const from = Math.max(0, ...ours.map((one) => one.from))
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, from - Date.now() + 500)))
  for (const [i, { id }] of ours.reverse().entries()) {
    if (i === 1) await withPoints(door, id)
    if (i < 3) await pay(door, id)
    if (i === 3)
      await ask(door, 'POST', `/own-orders/${id}/deposit/end`, {
        ...{ body: { by: 'agreed', reason: '客户改送其他礼盒，双方同意取消' }, passes: [409] },
      })
  }
}

async function withPoints(door: Door, id: string): Promise<void> {
  const wanted = { points_wanted: 300 }
  const { due_fen } = await ask<{ due_fen?: number }>(
    door,
    'POST',
    `/own-orders/${id}/balance/quote`,
    { body: wanted, passes: [409] },
  )
  if (due_fen !== undefined)
    await ask(door, 'POST', `/own-orders/${id}/balance`, {
      ...{ body: { ...wanted, expected_due_fen: due_fen }, passes: [409] },
    })
}
