// What orders have of a flash sale: held with the order, sold when it is paid, back in the sale otherwise. Locks
// are taken in one order: the buyer's, the purchase, the token, buckets, the budget.
import { sql } from 'kysely'
import type { HeldOrder, NotHeld } from '../../commerce/index.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { type Buyer, buyerOf, lockBuyer } from '../person.ts'
import { changePieces, type Part, takePieces } from './buckets.ts'
import { type FlashTerms, flashTermsOf, getRunning } from './terms.ts'

export type PurchaseState = 'held' | 'sold' | 'released'
interface Purchase {
  order_id: string
  flash_sale_id: string
  slot_id: string
  sku: string
  quantity: number
  returned: number
  fen: number
  returned_fen: number
  state: PurchaseState
}

const lockPurchase = async (ctx: Ctx, orderId: string) =>
  (
    await sql<Purchase>`select order_id, flash_sale_id, slot_id, sku, quantity, returned, fen, returned_fen, state
      from flash_purchase where tenant_id = ${ctx.tenantId} and order_id = ${orderId} for update`.execute(
      ctx.pg,
    )
  ).rows[0]

const partsOf = async (ctx: Ctx, orderId: string) =>
  (
    await sql<Part>`select bucket, quantity from flash_part
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId} order by bucket`.execute(ctx.pg)
  ).rows

const notHeld = (code: string, message: string, details?: Record<string, unknown>): NotHeld => ({
  ...{ code, message },
  ...(details && { details }),
})

/** Undefined: the order is none of a flash sale, or another price was better for her. */
function wantedOf({ input, quoted }: HeldOrder) {
  const terms = flashTermsOf(input)
  const [line] = quoted.lines
  if (!terms || !line) return undefined
  const notes = quoted.trace.filter((note) => note.applied && note.id === terms.flash_sale)
  if (notes.length === 0) return undefined
  return {
    terms,
    quantity: line.quantity,
    fen: notes.reduce((sum, note) => sum + note.fen, 0),
  }
}

/** A repeat holds what it holds. */
export function holdPieces(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  const wanted = wantedOf(order)
  if (!wanted) return Promise.resolve(undefined)
  return inTx(ctx, async (ctx) => {
    const buyer = await buyerOf(ctx, order.customerId)
    await lockBuyer(ctx, buyer)
    const before = await lockPurchase(ctx, order.orderId)
    if (before && before.state !== 'released') return undefined
    return take(ctx, order, wanted, buyer, before !== undefined)
  })
}

/** @param again she has ordered it in time, and pays late: then only what is left counts */
async function take(
  ctx: Ctx,
  order: HeldOrder,
  wanted: { terms: FlashTerms; quantity: number; fen: number },
  buyer: Buyer,
  again: boolean,
): Promise<NotHeld | undefined> {
  const { terms, quantity, fen } = wanted
  const running = await getRunning(ctx, terms.slot, terms.sku)
  if (!again && !(running.is_live && running.time === 'now'))
    return running.time === 'over'
      ? notHeld('flash_over', 'It is over')
      : notHeld('flash_closed', 'This flash sale is not open now')
  const most = running.per_customer
  if (most !== null && (await piecesOf(ctx, terms, buyer)) + quantity > most)
    return notHeld('flash_limit', 'She has bought as much of it as she may', { most })
  if (!again && !(await useToken(ctx, order.orderId, terms, quantity, buyer)))
    return notHeld('flash_token_void', 'This leave to order is not good for it')
  const item = { slot_id: terms.slot, sku: terms.sku }
  const parts = await takePieces(ctx, item, order.orderId, quantity)
  if (!parts) return notHeld('flash_sold_out', 'It is sold out', { wanted: quantity })
  if (!(await spend(ctx, terms.flash_sale, fen)))
    return notHeld('flash_budget_spent', 'Nothing is left of the budget of this sale')
  await sql`insert into flash_purchase (tenant_id, order_id, flash_sale_id, slot_id, sku, node_id, quantity, fen, state,
      held_at)
    values (${ctx.tenantId}, ${order.orderId}, ${terms.flash_sale}, ${terms.slot}, ${terms.sku}, ${order.node},
      ${quantity}, ${fen}, 'held', ${ctx.now()})
    on conflict (tenant_id, order_id) do update set state = 'held', held_at = excluded.held_at, released_at = null`.execute(
    ctx.pg,
  )
  await writeParts(ctx, order.orderId, parts)
  return undefined
}

/** Of every node of hers: what a merge brought together counts together. */
async function piecesOf(ctx: Ctx, { slot, sku }: FlashTerms, { nodes }: Buyer): Promise<number> {
  const { rows } = await sql<{ pieces: number }>`
    select coalesce(sum(quantity - returned), 0)::int as pieces from flash_purchase
    where tenant_id = ${ctx.tenantId} and slot_id = ${slot}::uuid and sku = ${sku} and state in ('held', 'sold')
      and node_id = any(${[...nodes]}::bigint[])`.execute(ctx.pg)
  return rows[0]?.pieces ?? 0
}

async function useToken(
  ctx: Ctx,
  orderId: string,
  { token, slot, sku }: FlashTerms,
  quantity: number,
  { nodes }: Buyer,
): Promise<boolean> {
  const { rows } = await sql`update flash_token set state = 'used', order_id = ${orderId}
    where tenant_id = ${ctx.tenantId} and id = ${token} and slot_id = ${slot}::uuid and sku = ${sku} and state = 'open'
      and expires_at > clock_timestamp() and quantity >= ${quantity} and node_id = any(${[...nodes]}::bigint[])
    returning 1`.execute(ctx.pg)
  return rows.length > 0
}

/** @returns whether there was room for it, or nothing to keep to */
async function spend(ctx: Ctx, sale: string, fen: number): Promise<boolean> {
  const { rows } = await sql<{ spent: boolean }>`
    with one as (select 1 from flash_budget where tenant_id = ${ctx.tenantId} and flash_sale_id = ${sale}),
      spent as (update flash_budget set spent_fen = spent_fen + ${fen}
        where tenant_id = ${ctx.tenantId} and flash_sale_id = ${sale} and spent_fen + ${fen} <= most_fen returning 1)
    select not exists (select from one) or exists (select from spent) as spent`.execute(ctx.pg)
  return rows[0]?.spent ?? false
}

const unspend = (ctx: Ctx, sale: string, fen: number) =>
  sql`update flash_budget set spent_fen = spent_fen - ${fen}
    where tenant_id = ${ctx.tenantId} and flash_sale_id = ${sale}`.execute(ctx.pg)

async function writeParts(ctx: Ctx, orderId: string, parts: readonly Part[]): Promise<void> {
  await sql`delete from flash_part where tenant_id = ${ctx.tenantId} and order_id = ${orderId}`.execute(
    ctx.pg,
  )
  if (parts.length === 0) return
  const u = unnest(parts, {
    bucket: ['smallint', (p) => p.bucket],
    quantity: ['integer', (p) => p.quantity],
  })
  await sql`insert into flash_part (tenant_id, order_id, ${u.names})
    select ${ctx.tenantId}::uuid, ${orderId}::uuid, ${u.names} from ${u.rows}`.execute(ctx.pg)
}

/** Paid, also late: then it is taken anew, if it is still there. */
export function sellPieces(ctx: Ctx, order: HeldOrder): Promise<NotHeld | undefined> {
  if (!wantedOf(order)) return Promise.resolve(undefined)
  return inTx(ctx, async (ctx) => {
    const no = await holdPieces(ctx, order)
    if (no) return no
    const purchase = await lockPurchase(ctx, order.orderId)
    if (purchase?.state !== 'held') return undefined
    await changePieces(ctx, purchase, await partsOf(ctx, order.orderId), { held: -1, sold: 1 })
    await sql`update flash_purchase set state = 'sold', sold_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and order_id = ${order.orderId}`.execute(ctx.pg)
    return undefined
  })
}

/** Not paid in time, or called off: others may have them, as long as the slot runs. */
export function releasePieces(ctx: Ctx, orderId: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const purchase = await lockPurchase(ctx, orderId)
    if (purchase?.state !== 'held') return
    await changePieces(ctx, purchase, await partsOf(ctx, orderId), { held: -1, sold: 0 })
    await sql`update flash_purchase set state = 'released', released_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId}`.execute(ctx.pg)
    await unspend(ctx, purchase.flash_sale_id, purchase.fen)
  })
}

/** What was given back before it was sent is in the sale again, where the sale says so. */
export function returnPieces(ctx: Ctx, orderId: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const purchase = await lockPurchase(ctx, orderId)
    if (purchase?.state !== 'sold') return
    const { quantity, returned, sku, flash_sale_id } = purchase
    const { rows } = await sql<{ unsent: number }>`
      select least(l.unsent_quantity, ${quantity}::int)::int as unsent
      from own_order_line l join flash_sale f on f.tenant_id = l.tenant_id and f.id = ${flash_sale_id}
      where l.tenant_id = ${ctx.tenantId} and l.order_id = ${orderId} and l.sku = ${sku} and f.comes_back = 'unsent'`.execute(
      ctx.pg,
    )
    // Counted as a whole, so that the same return twice gives nothing twice.
    const all = rows[0]?.unsent ?? 0
    if (all <= returned) return
    const parts = await partsOf(ctx, orderId)
    const back = lastOf(parts, all - returned)
    await changePieces(ctx, purchase, back, { held: 0, sold: -1 })
    const gone = new Map(back.map((part) => [part.bucket, part.quantity]))
    await writeParts(
      ctx,
      orderId,
      parts
        .map((part) => ({ ...part, quantity: part.quantity - (gone.get(part.bucket) ?? 0) }))
        .filter((part) => part.quantity > 0),
    )
    const returnedFen = Number((BigInt(purchase.fen) * BigInt(all)) / BigInt(quantity))
    await sql`update flash_purchase set returned = ${all}, returned_fen = ${returnedFen}
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId}`.execute(ctx.pg)
    await unspend(ctx, flash_sale_id, returnedFen - purchase.returned_fen)
  })
}

/** So many pieces of these parts, from the last one on. */
function lastOf(parts: readonly Part[], wanted: number): Part[] {
  let left = wanted
  const back: Part[] = []
  for (const { bucket, quantity } of parts.toReversed()) {
    const n = Math.min(left, quantity)
    if (n > 0) back.push({ bucket, quantity: n })
    left -= n
  }
  return back
}
