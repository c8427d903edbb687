// What waits at a store under a pick-up code, for whoever hands it over.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { linesOf, type OwnGift } from './own-order.ts'
import { orderParties } from './parties.ts'
import type { OwnState } from './states.ts'

export interface Waiting {
  order_id: string
  number: string
  store: string
  state: OwnState
  note: string
  placed_at: Date
  /** What is in the bag: gifts too, services not. */
  goods: { sku: string; name: string; quantity: number }[]
  /** Why it is not handed over yet. */
  kept_back: string | null
}

/** A code that was used leads to its order too. */
export async function findWaiting(ctx: Ctx, code: string): Promise<Waiting | undefined> {
  const { rows } = await sql<{
    id: string
    number: string
    store: string
    state: OwnState
    note: string
    placed_at: Date
    gifts: OwnGift[]
  }>`select id, number, store, state, note, placed_at, gifts from own_order
    where tenant_id = ${ctx.tenantId} and pick_up_code = ${code.toUpperCase()}
    order by state = 'to_pick_up' desc, placed_at desc limit 1`.execute(ctx.pg)
  const order = rows[0]
  if (!order) return undefined
  const { id, gifts, ...rest } = order
  let keptBack: string | null = null
  for (const party of orderParties()) keptBack ??= (await party.keepsBack?.(ctx, id))?.code ?? null
  const lines = (await linesOf(ctx, id)).flatMap((line) => {
    const quantity = line.quantity - line.unsent_quantity
    return line.ships && quantity > 0 ? [{ sku: line.sku, name: line.name, quantity }] : []
  })
  return { ...rest, order_id: id, goods: [...lines, ...gifts], kept_back: keptBack }
}
