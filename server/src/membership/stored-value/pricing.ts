// Stored value as payment: what of an order it pays.
import { z } from 'zod'
import type {
  HeldOrder,
  Json,
  NotHeld,
  OrderParty,
  PricingPort,
  Rule,
} from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { commitHold, giveBackHeld, hold, releaseHold, type Wanted } from '../ledger/holds.ts'
import { spendableNow } from '../points/spendable.ts'
import { divideBy, storedValuePolicy } from './policy.ts'

const BOOKS = ['principal', 'bonus'] as const
const Terms = z.object({ wanted: z.number().int(), available: z.number().int() })

const rule: Rule = (terms, basket) => {
  const { wanted, available } = Terms.parse(terms)
  const left = basket.lines.reduce((sum, line) => sum + line.leftFen, 0)
  const fen = Math.min(wanted, available, left)
  if (fen === 0) return { takes: [], notes: [{ code: 'no_stored_value', args: { available } }] }
  return { takes: [{ id: 'stored_value', fen }] }
}

export const storedValuePort: PricingPort = {
  async load(ctx, { customerId, storedValueWanted }): Promise<Json | undefined> {
    if (customerId === null || !storedValueWanted) return undefined
    const held = await spendableNow(ctx, customerId, BOOKS)
    return {
      wanted: storedValueWanted,
      available: (held.get('principal') ?? 0) + (held.get('bonus') ?? 0),
    }
  },
  rule,
}

async function wantedOf(ctx: Ctx, order: HeldOrder): Promise<Wanted | undefined> {
  const fen = order.quoted.storedValueFen
  if (fen === 0) return undefined
  const { policy } = await storedValuePolicy(ctx)
  return {
    ...{ purpose: 'stored_value', orderId: order.orderId, node: order.node, books: BOOKS },
    ...{ amount: fen, fen, divide: divideBy(policy.order, fen) },
  }
}

const missing = ({
  principal = 0,
  bonus = 0,
}: {
  principal?: number
  bonus?: number
}): NotHeld => ({
  code: 'not_enough_stored_value',
  message: 'There is not so much stored value any more',
  details: { available: principal + bonus },
})

/** What of an order is paid with stored value. */
export const storedValueParty: OrderParty = {
  code: 'stored_value',
  followsPrice: true,
  async hold(ctx, order) {
    const wanted = await wantedOf(ctx, order)
    if (!wanted) return undefined
    const held = await hold(ctx, wanted)
    return held.ok ? undefined : missing(held.available)
  },
  async commit(ctx, order) {
    const wanted = await wantedOf(ctx, order)
    if (!wanted) return undefined
    const held = await commitHold(ctx, wanted)
    return held.ok ? undefined : missing(held.available)
  },
  release: (ctx, orderId) => releaseHold(ctx, 'stored_value', orderId),
  giveBack: (ctx, { orderId, refundId, lines, isWhole }) =>
    giveBackHeld(ctx, {
      ...{ purpose: 'stored_value', orderId, refundId, isWhole },
      fen: lines.reduce((sum, line) => sum + line.storedValueFen, 0),
      // Bonus that had expired comes back for a month: she could not have used it meanwhile.
      graceDays: 30,
    }),
}
