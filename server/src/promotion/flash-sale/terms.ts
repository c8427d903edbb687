// What a flash sale brings into a price: its fixed price as one more offer, for whoever has leave to order.
import { sql } from 'kysely'
import type { Asked, FlashSaleAsked, QuoteInput } from '../../commerce/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { Offer } from '../offer/offer.ts'
import { buyerOf } from '../person.ts'
import { termsOf } from '../pricing-terms.ts'

/** As the order keeps it, in its price's terms. */
export interface FlashTerms {
  flash_sale: string
  slot: string
  sku: string
  activity: string
  token: string
}
export const flashTermsOf = (input: Pick<QuoteInput, 'terms'>): FlashTerms | undefined => {
  const json = input.terms.offers
  return json === undefined ? undefined : termsOf(json).flash_sale
}

/** Before and after are by the database's clock, so that every server says the same. */
export type SlotTime = 'before' | 'now' | 'over'
export interface Running {
  flash_sale: string
  activity_id: string
  name: string
  stacks: boolean
  price_fen: number
  quantity: number
  per_customer: number | null
  starts_at: Date
  ends_at: Date
  storefronts: string[]
  /** Live itself, and within the period of its live activity. */
  is_live: boolean
  time: SlotTime
}

/** An article of a slot. @throws 404 flash_slot_not_found, 400 not_in_flash_sale */
export async function getRunning(ctx: Ctx, slot: string, sku: string): Promise<Running> {
  const { rows } = await sql<Omit<Running, 'price_fen'> & { price_fen: number | null }>`
    select f.id as flash_sale, f.activity_id, f.name, f.stacks, i.price_fen, i.quantity, i.per_customer,
      s.starts_at, s.ends_at, a.storefronts, f.state = 'live' and a.state = 'live'
        and a.starts_at <= c.now and a.ends_at > c.now as is_live,
      case when s.starts_at > c.now then 'before' when s.ends_at > c.now then 'now' else 'over' end as time
    from flash_slot s join flash_sale f on f.tenant_id = s.tenant_id and f.id = s.flash_sale_id
    join activity a on a.tenant_id = f.tenant_id and a.id = f.activity_id
    left join flash_item i on i.tenant_id = s.tenant_id and i.slot_id = s.id and i.sku = ${sku}
    cross join (select clock_timestamp() as now) c
    where s.tenant_id = ${ctx.tenantId} and s.id = ${slot} and f.state <> 'draft'`.execute(ctx.pg)
  const [row] = rows
  if (!row) throw notFound('flash_slot')
  if (row.price_fen === null)
    throw invalid('not_in_flash_sale', 'This article is not part of the slot')
  return { ...row, price_fen: row.price_fen }
}

/** @throws 409 flash_closed, flash_not_begun, flash_over */
export function demandNow(running: Running): void {
  const { time, starts_at, ends_at } = running
  if (time === 'before')
    throw conflict('flash_not_begun', 'It has not begun', { starts_at: starts_at.toISOString() })
  if (time === 'over')
    throw conflict('flash_over', 'It is over', { ends_at: ends_at.toISOString() })
  if (!running.is_live) throw conflict('flash_closed', 'This flash sale is not open now')
}

/** @throws 400, 404, 409 with the reason it cannot be bought like this */
export async function loadFlashTerms(
  ctx: Ctx,
  asked: Asked,
  wanted: FlashSaleAsked,
): Promise<{ offer: Offer; flash_sale: FlashTerms }> {
  const [line] = asked.lines
  if (!line || asked.lines.length > 1)
    throw invalid('flash_basket', 'What is bought in a flash sale is one article')
  const running = await getRunning(ctx, wanted.slot, line.sku)
  const { storefronts } = running
  if (storefronts.length > 0 && !storefronts.includes(asked.storefront ?? ''))
    throw conflict('flash_closed', 'This flash sale is not open here')
  demandNow(running)
  if (wanted.token === null)
    throw conflict(
      'flash_token_needed',
      'Ask for leave to order first; it is given during the slot',
    )
  await demandToken(ctx, asked, { ...wanted, token: wanted.token })
  const offer = Offer.parse({
    ...{ id: running.flash_sale, name: running.name, kind: 'fixed_price' },
    ...{ args: { price_fen: running.price_fen }, exclusive: !running.stacks },
  })
  const flash_sale: FlashTerms = {
    ...{ flash_sale: running.flash_sale, slot: wanted.slot, sku: line.sku },
    ...{ activity: running.activity_id, token: wanted.token },
  }
  return { offer, flash_sale }
}

export const VOID = ['unknown', 'used', 'lapsed', 'other_goods', 'fewer'] as const

/** She has one that is good for this. It is looked at again when the order takes it. @throws 409 */
async function demandToken(
  ctx: Ctx,
  asked: Asked,
  wanted: { slot: string; token: string },
): Promise<void> {
  const [line] = asked.lines
  const buyer = asked.customerId === null ? null : await buyerOf(ctx, asked.customerId, asked.nodes)
  const { rows } = await sql<{ why: (typeof VOID)[number] | null }>`
    select case when state = 'used' then 'used'
      when state = 'lapsed' or expires_at <= clock_timestamp() then 'lapsed'
      when slot_id <> ${wanted.slot}::uuid or sku <> ${line?.sku ?? ''} then 'other_goods'
      when quantity < ${line?.quantity ?? 0} then 'fewer' end as why
    from flash_token where tenant_id = ${ctx.tenantId} and id = ${wanted.token}
      and node_id = any(${[...(buyer?.nodes ?? [])]}::bigint[])`.execute(ctx.pg)
  const why = rows.length === 0 ? 'unknown' : rows[0]?.why
  if (why) throw conflict('flash_token_void', 'This leave to order is not good for it', { why })
}
