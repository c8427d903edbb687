// Invoices buyers ask for; one an order, over the money that was paid for it and did not go back.
import { type RawBuilder, sql } from 'kysely'
import { sendMessages } from '../../messages/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { lockOwnOrder } from '../checkout/own-order.ts'

export const INVOICE_KINDS = ['person', 'company'] as const
export const INVOICE_STATES = ['requested', 'issued', 'refused'] as const

export interface InvoiceAsked {
  kind: (typeof INVOICE_KINDS)[number]
  title: string
  tax_number: string | null
  email: string | null
}
export interface Invoice extends InvoiceAsked {
  state: (typeof INVOICE_STATES)[number]
  answer: string
  requested_at: Date
  decided_at: Date | null
}

/** Paid through a provider or at a till, less what went back the same way: stored value has no invoice when it is spent. */
export const moneyKept = (order: RawBuilder<unknown>): RawBuilder<number> => sql<number>`(
  select coalesce(sum(p.paid_fen - coalesce((select sum(r.amount_fen) from payment_refund r
    where r.tenant_id = p.tenant_id and r.payment_id = p.id), 0)), 0)::bigint
  from payment p where p.tenant_id = ${order}.tenant_id and p.order_id = ${order}.id and p.pays)`

export async function invoiceOf(ctx: Ctx, orderId: string): Promise<Invoice | undefined> {
  const { rows } =
    await sql<Invoice>`select kind, title, tax_number, email, state, answer, requested_at, decided_at
    from invoice_request where tenant_id = ${ctx.tenantId} and order_id = ${orderId}`.execute(
      ctx.pg,
    )
  return rows[0]
}

/** Asked for again, it is as it was asked for last, until it is issued. @throws 400, 404, 409 */
export function requestInvoice(ctx: Ctx, orderId: string, asked: InvoiceAsked): Promise<Invoice> {
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, orderId)
    if (order.paid_at === null)
      throw conflict('order_state', 'What is not paid has no invoice', { state: order.state })
    if (asked.kind === 'company' && asked.tax_number === null)
      throw invalid('tax_number_missing', 'A company’s invoice needs its tax number')
    const { rows: kept } = await sql<{ fen: number }>`select ${moneyKept(sql`w`)} as fen
      from own_order w where w.tenant_id = ${ctx.tenantId} and w.id = ${orderId}`.execute(ctx.pg)
    if ((kept[0]?.fen ?? 0) === 0 && (await invoiceOf(ctx, orderId))?.state !== 'issued')
      throw conflict('nothing_to_invoice', 'No money was paid for it, or all of it went back')
    // A person has no tax number.
    const taxNumber = asked.kind === 'company' ? asked.tax_number : null
    const { rows } = await sql`
      insert into invoice_request as i (tenant_id, order_id, kind, title, tax_number, email, state, requested_at)
      values (${ctx.tenantId}, ${orderId}, ${asked.kind}, ${asked.title}, ${taxNumber}, ${asked.email},
        'requested', ${ctx.now()})
      on conflict (tenant_id, order_id) do update set kind = excluded.kind, title = excluded.title,
        tax_number = excluded.tax_number, email = excluded.email, state = 'requested', answer = '', decided_at = null,
        requested_at = excluded.requested_at
      where i.state <> 'issued' returning order_id`.execute(ctx.pg)
    if (rows.length === 0) throw conflict('invoice_issued', 'Its invoice was issued before')
    return (await invoiceOf(ctx, orderId)) as Invoice
  })
}

/** The buyer is told. @throws 404, 409 */
export function decideInvoice(
  ctx: Ctx,
  orderId: string,
  state: 'issued' | 'refused',
  answer: string,
): Promise<Invoice> {
  return inTx(ctx, async (ctx) => {
    const order = await lockOwnOrder(ctx, orderId)
    if (!(await invoiceOf(ctx, orderId))) throw notFound('invoice_request')
    const { rows } =
      await sql`update invoice_request set state = ${state}, answer = ${answer}, decided_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and state = 'requested' returning order_id`.execute(
        ctx.pg,
      )
    if (rows.length === 0) throw conflict('invoice_state', 'This was decided before')
    await audit(ctx, `invoice.${state}`, { kind: 'order', id: orderId }, { answer })
    const invoice = (await invoiceOf(ctx, orderId)) as Invoice
    if (order.node_id !== null)
      await sendMessages(ctx, [
        {
          // Refused, it may be asked for again: each answer is told once.
          key: `invoice:${orderId}:${invoice.requested_at.toISOString()}`,
          ...{ node: order.node_id, link: `/orders/${orderId}` },
          ...(state === 'issued'
            ? { kind: 'invoice_issued', params: { order: order.number, invoice: answer } }
            : { kind: 'invoice_refused', params: { order: order.number, reason: answer } }),
        },
      ])
    return invoice
  })
}
