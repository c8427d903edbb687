// Her answer to a quotation. Yes makes it an order, once, at the agreed prices; no is kept with its reason.
import { notify } from '../../desk/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import type { Address } from '../checkout/own-order.ts'
import { placeAgreed } from '../checkout/place.ts'
import { priceAgreed } from './price.ts'
import { quotationSetting } from './settings.ts'
import {
  demandAct,
  getVersion,
  lockQuotation,
  move,
  type Quotation,
  tellOf,
  type WholeVersion,
} from './store.ts'

export interface Accepting {
  /** What she has read. */
  version: number
  /** Where it goes; null: picked up. */
  address: Address | null
  /** She agrees to what earnest money means. */
  agreed: boolean
}

const HOUR = 3_600_000

/**
 * The same answer again is the same order. What is not in stock by then stays a quotation.
 * @returns the order's id
 * @throws 400 address_needed, deposit_not_agreed, 404, 409 quotation_revised, quotation_state, quotation_over,
 * quotation_of_nobody, stock_short
 */
export function acceptQuotation(ctx: Ctx, id: string, given: Accepting): Promise<string> {
  return inTx(ctx, async (ctx) => {
    const quotation = await lockQuotation(ctx, id)
    if (quotation.order_id !== null && quotation.version === given.version)
      return quotation.order_id
    demandSame(quotation, given.version)
    demandAct(quotation, 'accept')
    if (quotation.valid_until <= ctx.now())
      throw conflict('quotation_over', 'Its validity is over; ask for a new one')
    if (quotation.node_id === null) throw conflict('quotation_of_nobody', 'Its customer was erased')
    const version = await getVersion(ctx, id, quotation.version)
    if (version.delivery === 'ship' && version.lines.some((l) => l.ships) && !given.address)
      throw invalid('address_needed', 'Say where it is to be sent')
    const { hours_to_pay } = await quotationSetting(ctx)
    const by = ctx.now().getTime() + hours_to_pay * HOUR
    const placed = await placeAgreed(
      ctx,
      {
        // One order for a quotation, whatever happens around it: the database keeps the key.
        ...{ key: `quotation:${id}`, customerId: quotation.node_id, note: '', cameBy: null },
        ...{ address: given.address, staffId: quotation.staff_code },
        payBy: new Date(Math.min(by, version.balance_until?.getTime() ?? by)),
      },
      await priceAgreed(ctx, quotation, version, given),
    )
    await move(ctx, quotation, 'accept', { orderId: placed.id })
    await decided(ctx, quotation, version, 'accepted', { order: placed.id })
    return placed.id
  })
}

/** @throws 404, 409 quotation_revised, quotation_state */
export function declineQuotation(
  ctx: Ctx,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const quotation = await lockQuotation(ctx, id)
    if (quotation.state === 'declined' && quotation.version === version) return
    demandSame(quotation, version)
    demandAct(quotation, 'decline')
    await move(ctx, quotation, 'decline', { reason })
    await decided(ctx, quotation, await getVersion(ctx, id, version), 'declined')
  })
}

function demandSame(quotation: Quotation, version: number): void {
  if (quotation.version !== version)
    throw conflict('quotation_revised', 'It was revised meanwhile; look at it again', {
      version: quotation.version,
    })
}

/** Told on her timeline, and to who sent it. */
async function decided(
  ctx: Ctx,
  quotation: Quotation,
  { total_fen, currency }: WholeVersion,
  how: 'accepted' | 'declined',
  details?: Record<string, string>,
): Promise<void> {
  const { id, number, sent_by } = quotation
  await tellOf(ctx, `quotation_${how}`, [{ ...quotation, total_fen, currency }])
  await audit(ctx, `quotation.${how}`, { kind: 'quotation', id }, details)
  if (sent_by !== null && sent_by !== `${ctx.actor.kind}:${ctx.actor.id}`)
    await notify(ctx, {
      ...{ kind: `quotation_${how}`, to: { actor: sent_by }, subject: { kind: 'quotation', id } },
      ...{ params: { number }, link: `/quotations/${id}` },
    })
}
