// What a till's own number leads to.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'

export interface Sold {
  order_id: string
  number: string
  state: string
  currency: string
  total_fen: number
  stored_value_fen: number
  /** What the till took. */
  due_fen: number
  /** What was to be paid by the price of the moment; null: it could not be priced any more. */
  priced_fen: number | null
  /** Taken more than that, or less. */
  difference_fen: number | null
  /** Why nothing but the sum was kept of what the buyer was promised. */
  lost: string | null
  tender: string
  at: Date
}
interface Row extends Sold {
  request_hash: Buffer
}

export interface Receipt {
  store: string
  /** The till's own number of the sale. */
  receipt: string
}
export const placementKey = ({ store, receipt }: Receipt) => `till:${store}\n${receipt}`

export async function findSold(ctx: Ctx, at: Receipt): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select t.order_id, w.number, w.state, w.currency, w.total_fen, w.total_fen - w.due_fen as stored_value_fen,
      w.due_fen, t.priced_fen, w.due_fen - t.priced_fen as difference_fen, t.lost, t.tender, t.at, w.request_hash
    from till_receipt t join own_order w on w.tenant_id = t.tenant_id and w.id = t.order_id
    where t.tenant_id = ${ctx.tenantId} and t.store = ${at.store} and t.receipt = ${at.receipt}`.execute(
    ctx.pg,
  )
  return rows[0]
}

/** @throws 404 */
export async function getSold(ctx: Ctx, at: Receipt): Promise<Row> {
  const found = await findSold(ctx, at)
  if (!found) throw notFound('receipt')
  return found
}
