// Cards that are bought: promised and counted with the order, there when it is paid, taken back by the piece while
// nobody has used what they gave.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { HeldOrder, NotHeld, OrderParty, Returned } from '../../commerce/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { buyerOf, lockBuyer } from '../person.ts'
import {
  type BestieCard,
  type CardTerms,
  cardsWhere,
  countDown,
  countUp,
  heldCards,
  makeCard,
  termsWhere,
} from './cards.ts'
import { endCard, usedCoupons } from './end.ts'
import { tellCards } from './told.ts'

/** Goods give no card, and cost no look at it. */
function linesGiving({ input, quoted }: HeldOrder) {
  const ships = new Set(input.lines.filter((line) => line.ships).map((line) => line.sku))
  return quoted.lines.filter((line) => !ships.has(line.sku))
}
const ofOrder = (ctx: Ctx, orderId: string, where = sql`true`) =>
  cardsWhere(ctx, sql`c.order_id = ${orderId} and ${where} order by c.sku collate "C", c.unit`)

const keyOf = (orderId: string, sku: string, unit: number) => `order ${orderId} ${sku} ${unit}`

/** A repeat holds what it holds. */
async function promise(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  const lines = linesGiving(order)
  if (lines.length === 0) return undefined
  const skus = lines.map((line) => line.sku)
  const plans = await termsWhere(
    ctx,
    sql`p.sku = any(${skus}::text[]) and p.state <> 'ended' order by p.id`,
  )
  if (plans.length === 0) return undefined
  return inTx(ctx, async (ctx) => {
    for (const plan of plans) {
      const line = lines.find(({ sku }) => sku === plan.sku)
      const no = line && (await promiseOf(ctx, order, plan, line))
      if (no) return no
    }
    return undefined
  })
}

async function promiseOf(
  ctx: Ctx,
  order: HeldOrder,
  plan: CardTerms,
  { sku, quantity }: { sku: string; quantity: number },
): Promise<NotHeld | undefined> {
  if (order.node === 0) return { code: 'buyer_needed', message: 'What it gives is somebody’s' }
  const buyer = await buyerOf(ctx, order.customerId)
  await lockBuyer(ctx, buyer)
  const cards = await ofOrder(ctx, order.orderId, sql`c.sku = ${sku}`)
  if (cards.some((card) => card.state !== 'released')) return undefined
  if (!plan.is_open) return { code: 'bestie_closed', message: 'Its cards are not given now' }
  if ((await heldCards(ctx, plan.id, buyer)) + quantity > plan.per_holder)
    return {
      ...{ code: 'bestie_limit', message: 'She has as many of these as she may' },
      details: { sku, most: plan.per_holder },
    }
  if (!(await countUp(ctx, plan.id, quantity)))
    return { code: 'bestie_gone', message: 'No card of it is left', details: { sku } }
  if (cards.length > 0) {
    await sql`update bestie_card set state = 'promised'
      where tenant_id = ${ctx.tenantId} and order_id = ${order.orderId} and sku = ${sku} and state = 'released'`.execute(
      ctx.pg,
    )
    return undefined
  }
  for (let unit = 0; unit < quantity; unit += 1)
    await makeCard(ctx, plan, {
      ...{ id: randomUUIDv7(), key: keyOf(order.orderId, sku, unit), holder: order.node },
      of: { orderId: order.orderId, sku, unit },
    })
  return undefined
}

/** What was promised and let go for want of time is promised anew, if there still is room. */
async function commit(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  if (linesGiving(order).length === 0) return undefined
  const released = await ofOrder(
    ctx,
    order.orderId,
    sql`c.state = 'released' and c.refund_id is null`,
  )
  for (const sku of new Set(released.map((card) => card.sku ?? ''))) {
    const of = released.filter((card) => card.sku === sku)
    const [plan] = await termsWhere(ctx, sql`p.id = ${of[0]?.plan_id ?? null}::uuid`)
    const no = plan && (await promiseOf(ctx, order, plan, { sku, quantity: of.length }))
    if (no) return no
  }
  return undefined
}

/** Her time begins. */
async function give(ctx: Ctx, order: HeldOrder): Promise<undefined> {
  if (linesGiving(order).length === 0) return undefined
  const { rows } = await sql<{ id: string }>`
    update bestie_card set state = 'waiting', given_at = ${ctx.now()},
      expires_at = ${ctx.now()}::timestamptz + make_interval(hours => accept_hours)
    where tenant_id = ${ctx.tenantId} and order_id = ${order.orderId} and state = 'promised' returning id`.execute(
    ctx.pg,
  )
  await tellCards(
    ctx,
    rows.map((row) => row.id),
    'bestie_card_given',
  )
  return undefined
}

async function release(ctx: Ctx, orderId: string): Promise<void> {
  const { rows } = await sql<{ plan_id: string }>`update bestie_card set state = 'released'
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and state = 'promised' returning plan_id`.execute(
    ctx.pg,
  )
  await countDown(
    ctx,
    rows.map((row) => row.plan_id),
  )
}

const isGiven = ({ state }: BestieCard) =>
  state === 'waiting' || state === 'accepted' || state === 'expired'

/** The pieces that go back with this line: what nobody accepted before what somebody did. @throws 409 */
async function goingBack(
  ctx: Ctx,
  orderId: string,
  { sku, quantity }: { sku: string; quantity: number },
): Promise<BestieCard[]> {
  const cards = await ofOrder(ctx, orderId, sql`c.sku = ${sku}`)
  if (!cards.some((card) => card.given_at !== null)) return []
  if (quantity === 0)
    throw conflict('whole_pieces_only', 'Of what it gave whole pieces go back, not money alone', {
      sku,
    })
  const given = cards.filter(isGiven)
  const used = await usedCoupons(
    ctx,
    given.flatMap((card) => [card.friend_coupon, card.holder_coupon]),
  )
  const free = given
    .filter((c) => !used.has(c.friend_coupon ?? '') && !used.has(c.holder_coupon ?? ''))
    .sort((a, b) => Number(a.state === 'accepted') - Number(b.state === 'accepted'))
  if (free.length < quantity)
    throw conflict('given_used_up', 'What it gave is used', { sku, left_quantity: free.length })
  return free.slice(0, quantity)
}

async function takeBack(ctx: Ctx, { orderId, refundId, lines }: Returned): Promise<void> {
  const done = await ofOrder(ctx, orderId, sql`c.refund_id = ${refundId}::uuid`)
  if (done.length > 0) return
  for (const line of [...lines].sort((a, b) => (a.sku < b.sku ? -1 : 1))) {
    await releaseKept(ctx, orderId, line, refundId)
    for (const card of await goingBack(ctx, orderId, line)) await endCard(ctx, card.id, refundId)
  }
}

/** Paid and kept back, so not given yet: these pieces never will be. */
async function releaseKept(
  ctx: Ctx,
  orderId: string,
  { sku, quantity }: { sku: string; quantity: number },
  refundId: string,
): Promise<void> {
  const { rows } = await sql<{ plan_id: string }>`update bestie_card c
    set state = 'released', refund_id = ${refundId}::uuid from (
      select id from bestie_card where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and sku = ${sku}
        and state = 'promised' order by unit desc limit ${quantity}) kept
    where c.tenant_id = ${ctx.tenantId} and c.id = kept.id returning c.plan_id`.execute(ctx.pg)
  await countDown(
    ctx,
    rows.map((row) => row.plan_id),
  )
}

export const bestieParty: OrderParty = {
  code: 'bestie_cards',
  hold: promise,
  commit,
  give,
  release,
  giveBack: takeBack,
  async leftOf(ctx, orderId, lines) {
    for (const line of lines) await goingBack(ctx, orderId, line)
    // What a piece costs goes back whole, or not at all.
    return new Map()
  },
}
