// What an order bought beside goods, given after it was kept back.
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import type { Reaction } from '../../platform/emit.ts'
import { refundWhole } from '../after-sale/refund-whole.ts'
import type { Quoted } from '../quote/quote.ts'
import { heldOf, linesOf, lockOwnOrder, type OwnOrder } from './own-order.ts'
import { giveParties, keptBack } from './parties.ts'

/** Each order on its own: one that cannot be given keeps no other. */
export const giveKeptOrders: Reaction<{ orders: string[] }> = {
  name: 'give',
  async react(ctx, { orders }) {
    const failed: unknown[] = []
    for (const orderId of orders) await giveKept(ctx, orderId).catch((error) => failed.push(error))
    // The job is tried again; who has hers is given nothing twice.
    if (failed.length > 0)
      throw new AggregateError(failed, `${failed.length} orders were not given what they bought`)
  },
}

const REASON = { 'zh-CN': '无法发放，自动退款', en: 'It could not be given' }

/**
 * Nothing keeps it back any more. What went back meanwhile is not given; what cannot be given is paid back. Repeating
 * it changes nothing.
 */
export function giveKept(ctx: Ctx, orderId: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, orderId)
    if (order.paid_at === null || order.node_id === null) return
    if ((await keptBack(ctx, [orderId])).size > 0) return
    const quoted = await stillHers(ctx, order)
    if (quoted.lines.length === 0) return
    await sql`savepoint giving`.execute(ctx.pg)
    const no = await giveParties(ctx, heldOf({ ...order, quoted }))
    if (no) await sql`rollback to savepoint giving`.execute(ctx.pg)
    await sql`release savepoint giving`.execute(ctx.pg)
    if (!no) return
    const { rows } = await sql<{ language: keyof typeof REASON }>`
      select language from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
    const reason = REASON[rows[0]?.language ?? 'zh-CN']
    await refundWhole(ctx, orderId, { key: `not given: ${no.code}`, reason })
  })
}

/** Its price without the pieces that went back. */
async function stillHers(ctx: Ctx, { id, quoted }: OwnOrder): Promise<Quoted> {
  const lines = new Map((await linesOf(ctx, id)).map((line) => [line.sku, line]))
  return {
    ...quoted,
    lines: quoted.lines.flatMap((line) => {
      const { refunded_quantity: gone = 0, refunded_fen: fen = 0 } = lines.get(line.sku) ?? {}
      const quantity = line.quantity - gone
      return quantity > 0 ? [{ ...line, quantity, totalFen: line.totalFen - fen }] : []
    }),
  }
}
