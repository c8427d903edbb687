// What becomes of an order in the buyer's hands: picked up, received.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { demandStores } from '../stock/documents.ts'
import { demandMove, lockOwnOrder, type OwnOrder } from './own-order.ts'
import { demandNotKeptBack } from './parties.ts'

/**
 * Who shows the code takes the goods along; a code is good for once.
 * @param inSight refuses a store that is not for whoever hands over
 * @throws 404, 409
 */
export function pickUp(ctx: Ctx, code: string, inSight = demandInSight): Promise<OwnOrder> {
  return inTx(ctx, async (ctx) => {
    const { rows } = await sql<{ id: string }>`
      select id from own_order where tenant_id = ${ctx.tenantId} and pick_up_code = ${code.toUpperCase()}`.execute(
      ctx.pg,
    )
    const id = rows[0]?.id
    if (!id) throw notFound('pick_up_code')
    const order = await lockOwnOrder(ctx, id)
    await inSight(ctx, order.store)
    await demandNotKeptBack(ctx, id)
    await demandMove(ctx, order, 'pick_up')
    await sql`update own_order_line set sent_quantity = quantity - unsent_quantity
      where tenant_id = ${ctx.tenantId} and order_id = ${id} and ships`.execute(ctx.pg)
    await audit(ctx, 'order.picked_up', { kind: 'order', id })
    return { ...order, state: 'picked_up' }
  })
}

/** A code of a store out of sight is no code. */
async function demandInSight(ctx: Ctx, store: string): Promise<void> {
  try {
    await demandStores(ctx, [store])
  } catch (error) {
    if (error instanceof AppError && error.status < 500) throw notFound('pick_up_code')
    throw error
  }
}

/** @throws 404, 409 */
export function receiveOrder(ctx: Ctx, id: string): Promise<void> {
  return inTx(ctx, async (ctx) => demandMove(ctx, await lockOwnOrder(ctx, id), 'receive'))
}
