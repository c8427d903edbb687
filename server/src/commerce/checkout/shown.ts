// Own orders as the API shows them.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { afterSalesOf, IS_OPEN } from '../after-sale/after-sale.ts'
import { invoiceOf } from '../after-sale/invoices.ts'
import { moreOf } from '../after-sale/supplement.ts'
import { creditedOrders } from '../credit/report.ts'
import { takesCoupons } from '../deposit/balance.ts'
import { findDeposit, partsOf, shownDeposit } from '../deposit/deposits.ts'
import { findPenalty } from '../deposit/penalties.ts'
import { demandOrderInSight, visibleTo } from '../order-list.ts'
import { tracksOf } from '../parcels/track.ts'
import { paymentsOf } from '../payment/payments.ts'
import { refundsOf } from '../payment/send-refunds.ts'
import { rulesNow } from '../quote/ports.ts'
import { type Quoted, type QuoteInput, quote } from '../quote/quote.ts'
import { getOwnOrder, linesOf } from './own-order.ts'
import { depositTermsOf } from './parties.ts'
import type { Placed } from './place.ts'
import type { OwnState } from './states.ts'

export interface OwnOrderFilter {
  state?: OwnState | undefined
  storefront?: string | undefined
  /** In the number. */
  q?: string | undefined
  /** Whom they count for. */
  credited?: Parameters<typeof creditedOrders>[1] | undefined
  limit: number
  cursor?: string | undefined
}
interface Row {
  id: string
  number: string
  customer_id: number | null
  storefront: string
  store: string
  delivery: string
  state: OwnState
  currency: string
  total_fen: number
  due_fen: number
  refunded_fen: number
  after_sales: number
  placed_at: Date
  paid_at: Date | null
}

/** Newest first. */
export async function listOwnOrders(ctx: Ctx, filter: OwnOrderFilter) {
  const after = readCursor(filter.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const { state, storefront, q } = filter
  const { rows } = await sql<Row>`
    select w.id, w.number, c.canonical_id as customer_id, w.storefront, w.store, w.delivery, w.state, w.currency,
      w.total_fen, w.due_fen, o.refunded_fen, w.placed_at, w.paid_at, (
        select count(*)::int from after_sale a where a.tenant_id = w.tenant_id and a.order_id = w.id
          and ${IS_OPEN}) as after_sales
    from own_order w join sales_order o on o.tenant_id = w.tenant_id and o.id = w.id
    left join customer c on c.tenant_id = o.tenant_id and c.id = o.node_id
    where w.tenant_id = ${ctx.tenantId} and ${visibleTo(ctx)}
      and ${state ? sql`w.state = ${state}` : sql`true`}
      and ${storefront === undefined ? sql`true` : sql`w.storefront = ${storefront}`}
      and ${q ? sql`position(upper(${q}) in w.number) > 0` : sql`true`}
      and ${filter.credited ? creditedOrders(ctx, filter.credited) : sql`true`}
      and ${after ? sql`(w.placed_at, w.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by w.placed_at desc, w.id desc limit ${filter.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    filter.limit,
    (row) => ({
      ...row,
      placed_at: row.placed_at.toISOString(),
      paid_at: row.paid_at?.toISOString() ?? null,
    }),
    (row) => [row.placed_at, row.id],
  )
}

/** What the buyer goes on with. */
export const shownPlaced = ({ expires_at, ...order }: Placed) => {
  const { id, number, state, currency, total_fen, due_fen, pick_up_code } = order
  return {
    ...{ id, number, state, currency, total_fen, due_fen, pick_up_code },
    expires_at: expires_at.toISOString(),
  }
}

const iso = (at: Date | null) => at?.toISOString() ?? null

/** All that is known of an own order. @throws 404, also when it is out of sight */
export async function showOwnOrder(ctx: Ctx, id: string) {
  await demandOrderInSight(ctx, id)
  const order = await getOwnOrder(ctx, id)
  const { rows: changes } = await sql<{
    at: Date
    act: string
    from_state: string | null
    to_state: string
    actor: string
    details: Record<string, unknown>
  }>`select at, act, from_state, to_state, actor, details from own_order_change
    where tenant_id = ${ctx.tenantId} and order_id = ${id} order by own_order_change.id`.execute(
    ctx.pg,
  )
  const tracks = await tracksOf(ctx, id)
  const { rows: shipments } = await sql<{
    id: string
    carrier: string
    number: string
    lines: { sku: string; quantity: number }[]
    shipped_at: Date
    after_sale_id: string | null
  }>`select shipment.id, carrier, number, lines, shipped_at, after_sale_id from shipment
    where tenant_id = ${ctx.tenantId} and order_id = ${id} order by shipped_at, number collate "C", shipment.id`.execute(
    ctx.pg,
  )
  const invoice = await invoiceOf(ctx, id)
  const deposit = await findDeposit(ctx, id)
  const {
    node_id: _node,
    staff_id: _staff,
    came_by: _came,
    reservation: _held,
    input,
    quoted,
    ...plain
  } = order
  return {
    ...plain,
    placed_at: order.placed_at.toISOString(),
    expires_at: order.expires_at.toISOString(),
    ...{ paid_at: iso(order.paid_at), shipped_at: iso(order.shipped_at) },
    ...{ received_at: iso(order.received_at), closed_at: iso(order.closed_at) },
    quote: shownQuote(quoted),
    // The kept answer beside what the kept input gives today: they differ only by a fault of ours.
    reckoned_again_fen: reckonedAgain(input),
    lines: await linesOf(ctx, id),
    supplements: input.supplement?.order ?? null,
    deposit: deposit
      ? shownDeposit(deposit, order.due_fen, {
          takes_coupons: takesCoupons(order),
          penalty: deposit.state === 'doubled' ? await findPenalty(ctx, id) : undefined,
        })
      : null,
    changes: changes.map((c) => ({ ...c, at: c.at.toISOString() })),
    shipments: shipments.map((s) => ({
      ...{ ...s, shipped_at: s.shipped_at.toISOString(), track: tracks.get(s.id) ?? null },
    })),
    payments: (await paymentsOf(ctx, id)).map(shownPayment),
    refunds: (await refundsOf(ctx, id)).map((r) => ({
      ...r,
      ...{ created_at: r.created_at.toISOString(), done_at: iso(r.done_at) },
    })),
    after_sales: (await afterSalesOf(ctx, id)).map(shownAfterSale),
    invoice: invoice
      ? {
          ...invoice,
          ...{
            requested_at: invoice.requested_at.toISOString(),
            decided_at: iso(invoice.decided_at),
          },
        }
      : null,
  }
}

function reckonedAgain(input: Parameters<typeof quote>[0]): number | null {
  const again = quote(input, rulesNow())
  return again.ok ? again.dueFen : null
}

export const shownPayment = (p: Awaited<ReturnType<typeof paymentsOf>>[number]) => ({
  ...p,
  ...{ created_at: p.created_at.toISOString(), expires_at: p.expires_at.toISOString() },
  paid_at: iso(p.paid_at),
})
export const shownAfterSale = (a: Awaited<ReturnType<typeof afterSalesOf>>[number]) => ({
  ...a,
  ...{ requested_at: a.requested_at.toISOString(), decided_at: iso(a.decided_at) },
  refunded_at: iso(a.refunded_at),
  ...{ pay_by: iso(a.pay_by), more_fen: a.kind === 'exchange' ? moreOf(a) : 0 },
  ...{ return_by: iso(a.return_by), goods_at: iso(a.goods_at), exchanged_at: iso(a.exchanged_at) },
})

/** What a price is paid in; null: at once. */
export function quotedDeposit({ input, quoted }: { input: QuoteInput; quoted: Quoted }) {
  const terms = depositTermsOf(input)
  if (!terms) return null
  const { fen, bindingFen, balanceFen } = partsOf(terms, quoted)
  return {
    ...{ kind: terms.kind, fen, binding_fen: bindingFen, balance_fen: balanceFen },
    ...{ balance_from: terms.balance_from, balance_until: terms.balance_until },
    ships_by: terms.ships_by,
  }
}

export const shownQuote = (quoted: Quoted) => ({
  ...{ version: quoted.version, currency: quoted.currency, trace: quoted.trace },
  lines: quoted.lines.map(({ sku, quantity, grossFen, totalFen, off }) => ({
    ...{ sku, quantity, gross_fen: grossFen, off_fen: off, total_fen: totalFen },
  })),
  ...{ discount_fen: quoted.discountFen, shipping_fen: quoted.shippingFen },
  ...{ total_fen: quoted.totalFen, stored_value_fen: quoted.storedValueFen },
  due_fen: quoted.dueFen,
  gifts: quoted.gifts.map(({ id, sku, quantity, valueFen }) => ({
    ...{ id, sku, quantity, value_fen: valueFen },
  })),
})
