// Session cards, top-ups and points in own orders, for tests.
import { sql } from 'kysely'
import { useFixedPrices, useHeld, useOrderParties, usePricing } from '../../commerce/index.ts'
import { goods, payOrder } from '../../commerce/testing.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { GivenBenefit } from '../benefit-products/definition.ts'
import { planPrices, setBenefit } from '../benefit-products/definition.ts'
import { benefitProductsParty } from '../benefit-products/party.ts'
import { benefitsParty } from '../benefits/checkout.ts'
import { pointsParty, pointsPort } from '../points/pricing.ts'
import { storedValueParty, storedValuePort } from '../stored-value/pricing.ts'
import { ledgerFaults } from '../testing.ts'
import { benefitProductChecks } from './checks.ts'
import type { SessionCard } from './session-cards.ts'

/** What the application wires, for files that share a process with others. */
export function wireBenefitProducts(): void {
  usePricing({ points: pointsPort, stored_value: storedValuePort })
  useOrderParties([benefitsParty, pointsParty, storedValueParty, benefitProductsParty])
  useFixedPrices(planPrices)
  useHeld(async () => ({ levels: [] }))
}
export function unwireBenefitProducts(): void {
  usePricing({})
  useOrderParties([])
  useFixedPrices(undefined)
  useHeld(async () => ({ levels: [] }))
}

/** A product that is no goods, at this price, and what it gives. */
export async function benefitProduct(
  ctx: Ctx,
  sku: string,
  priceFen: number,
  benefit: GivenBenefit | null,
): Promise<void> {
  await goods(ctx, sku)
  await sql`update product set kind = 'service', price_fen = ${priceFen}
    where tenant_id = ${ctx.tenantId} and sku = ${sku}`.execute(ctx.pg)
  if (benefit) await setBenefit(ctx, sku, benefit, 0)
}
export const facials = (sessions: number, days: number | null = null): GivenBenefit => ({
  kind: 'session_card',
  args: { services: ['facial', 'massage'], sessions, days },
})

interface Shop {
  place(lines: Record<string, number>, more?: object): Promise<string>
}
/** She orders so many cards and pays. @returns the order, and its cards from the first piece on */
export async function buyCards(ctx: Ctx, shop: Shop, quantity = 1, more: object = {}) {
  const order = await shop.place({ facials: quantity }, more)
  await payIfDue(ctx, order)
  return { order, cards: await cardsOfOrder(ctx, order) }
}
export async function payIfDue(ctx: Ctx, order: string): Promise<void> {
  const { rows } = await sql<{ state: string }>`select state from own_order
    where tenant_id = ${ctx.tenantId} and id = ${order}`.execute(ctx.pg)
  if (rows[0]?.state === 'to_pay') await payOrder(ctx, order)
}
export async function cardsOfOrder(ctx: Ctx, order: string): Promise<SessionCard[]> {
  const { rows } = await sql<SessionCard>`select * from session_card
    where tenant_id = ${ctx.tenantId} and order_id = ${order} order by unit`.execute(ctx.pg)
  return rows
}

/** Differences of this brand that `homefield check` would show. */
export async function faultsOf(ctx: Ctx) {
  const all = await Promise.all(benefitProductChecks.map((check) => check.compare(ctx)))
  return [
    ...(await ledgerFaults(ctx)),
    ...all.flatMap((c) => c.differences).filter((d) => d.tenant === ctx.tenantId),
  ]
}
/** What the journal says the brand owes for sessions, and has earned, paid back and kept by them. */
export async function sessionBook(ctx: Ctx) {
  const { rows } = await sql<{ owed: number; earned: number; back: number; kept: number }>`
    select coalesce(sum(amount) filter (where code = 'active'), 0)::bigint as owed,
      coalesce(sum(amount) filter (where code = 'revenue'), 0)::bigint as earned,
      coalesce(sum(amount) filter (where code = 'cash' and amount > 0), 0)::bigint as back,
      coalesce(sum(amount) filter (where code = 'expired'), 0)::bigint as kept
    from ledger_entry where tenant_id = ${ctx.tenantId} and book = 'sessions'`.execute(ctx.pg)
  return rows[0] ?? { owed: 0, earned: 0, back: 0, kept: 0 }
}
