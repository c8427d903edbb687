// Benefits where they count: what a buyer's benefits take off a basket, taken aside with her order, used when
// it is paid, given back when nothing of it is left.
import { sql } from 'kysely'
import type { BuyerBenefits, Held, HeldOrder, NotHeld, OrderParty } from '../../commerce/index.ts'
import { canonicalOf } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { grantBought, leftInBought, takeBackReturned } from '../cards/checkout.ts'
import { fixMultiple } from '../points/multiple.ts'
import { bestOf, type Entitled, isLeft, standingOf } from './entitled.ts'
import { returnUses, settleUses, takeBenefit } from './use.ts'

/** Her own levels and those at whose prices a benefit lets her buy, and what her benefits take off. */
export async function heldAtCheckout(ctx: Ctx, customer: number): Promise<Held> {
  const { levels, entitled, nodes } = await standingOf(ctx, customer)
  const mine = entitled.filter(isLeft)
  const lent = mine.filter((b) => b.kind === 'member_price').map((b) => String(b.args.level))
  return {
    levels: [...new Set([...levels, ...lent])],
    benefits: await pricedBenefits(ctx, nodes, mine),
  }
}

const asDiscount = ({ code, args, stacks }: Entitled) => ({
  id: code,
  off_bp: Number(args.off_bp),
  stacks,
})

async function pricedBenefits(
  ctx: Ctx,
  nodes: readonly number[],
  mine: readonly Entitled[],
): Promise<BuyerBenefits> {
  const inBirthdayMonth =
    mine.some((b) => b.kind === 'birthday') && (await isBirthdayMonth(ctx, nodes))
  const priced = [...bestOf('discount', mine), ...(inBirthdayMonth ? bestOf('birthday', mine) : [])]
  // A birthday's discount and a level's are both discounts: the better one, unless one stacks.
  const [best] = priced
    .filter((b) => !b.stacks)
    .sort((a, b) => Number(b.args.off_bp) - Number(a.args.off_bp) || (a.code < b.code ? -1 : 1))
  // One without an end is used before one that is counted.
  const [free] = mine
    .filter((b) => b.kind === 'free_shipping')
    .sort((a, b) => Number(a.left !== null) - Number(b.left !== null) || (a.code < b.code ? -1 : 1))
  return {
    discounts: [...(best ? [best] : []), ...priced.filter((b) => b.stacks)].map(asDiscount),
    free_shipping: free?.code ?? null,
  }
}

async function isBirthdayMonth(ctx: Ctx, nodes: readonly number[]): Promise<boolean> {
  const { rows } = await sql<{ is_now: boolean }>`
    select substring(a.value #>> '{}' from '-(\\d\\d)-') = to_char(${ctx.now()}::timestamptz at time zone t.timezone, 'MM') as is_now
    from attribute a join tenant t on t.id = a.tenant_id
    where a.tenant_id = ${ctx.tenantId} and a.node_id = any(${[...nodes]}::bigint[]) and a.name = 'birthday'
      and jsonb_typeof(a.value) = 'string' order by a.at desc limit 1`.execute(ctx.pg)
  return rows[0]?.is_now ?? false
}

/** What of the quote was a benefit's doing, with what it was worth. */
function usedIn({ quoted, input }: HeldOrder): Map<string, number> {
  const mine = new Set([
    ...(input.benefits?.discounts.map((d) => d.id) ?? []),
    ...(input.benefits?.free_shipping ? [input.benefits.free_shipping] : []),
  ])
  const used = new Map<string, number>()
  for (const { id, applied, fen, code } of quoted.trace)
    if (
      id !== undefined &&
      applied &&
      mine.has(id) &&
      (code === 'member_discount' || code === 'free_by_member')
    )
      used.set(id, (used.get(id) ?? 0) + fen)
  return used
}

async function takeAll(ctx: Ctx, order: HeldOrder, round: string): Promise<NotHeld | undefined> {
  const used = usedIn(order)
  if (used.size === 0) return undefined
  const customer = (await canonicalOf(ctx, [order.node])).get(order.node) ?? order.customerId
  // One order of all, so that no two orders wait for each other.
  for (const [code, worthFen] of [...used].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const taken = await takeBenefit(ctx, {
      ...{ key: `order:${order.orderId}:${code}${round}`, code, customer, worthFen },
      ...{ orderId: order.orderId, state: 'held' },
    })
    if (!taken.ok)
      return {
        code: `benefit_${taken.reason}`,
        message: 'A benefit of the quote is not there any more',
        details: { benefit: code },
      }
  }
  return undefined
}

export const benefitsParty: OrderParty = {
  code: 'benefits',
  hold: (ctx, order) => takeAll(ctx, order, ''),
  async commit(ctx, order) {
    if (usedIn(order).size > 0) {
      const refused = await spendHeld(ctx, order)
      if (refused) return refused
    }
    await fixMultiple(ctx, order.orderId, order.node)
    return undefined
  },
  async give(ctx, order) {
    await grantBought(ctx, order)
    return undefined
  },
  release: returnUses,
  leftOf: leftInBought,
  async giveBack(ctx, returned) {
    await takeBackReturned(ctx, returned)
    if (returned.isWhole) await returnUses(ctx, returned.orderId)
  },
}

async function spendHeld(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  const { rows } = await sql<{ returned: number }>`
      select count(*)::int as returned from benefit_use
      where tenant_id = ${ctx.tenantId} and order_id = ${order.orderId}::uuid and state = 'returned'`.execute(
    ctx.pg,
  )
  // Paid after it was let go: taken anew, or the order learns that it cannot be.
  const returned = rows[0]?.returned ?? 0
  if (returned > 0) {
    const refused = await takeAll(ctx, order, `:${returned}`)
    if (refused) return refused
  }
  await settleUses(ctx, order.orderId)
  return undefined
}
