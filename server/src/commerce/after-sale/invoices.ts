// Invoices buyers ask for; one an order.
import { sql } from 'kysely'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict, invalid, notFound } from '../../platform/errors.ts'
import { lockOwnOrder } from '../checkout/own-order.ts'

export interface InvoiceAsked {
  kind: 'person' | 'company'
  title: string
  tax_number: string | null
  email: string | null
}
export interface Invoice extends InvoiceAsked {
  state: 'requested' | 'issued' | 'refused'
  answer: string
  requested_at: Date
  decided_at: Date | null
}

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
    const { rows } = await sql`
      insert into invoice_request as i (tenant_id, order_id, kind, title, tax_number, email, state, requested_at)
      values (${ctx.tenantId}, ${orderId}, ${asked.kind}, ${asked.title}, ${asked.tax_number}, ${asked.email},
        'requested', ${ctx.now()})
      on conflict (tenant_id, order_id) do update set kind = excluded.kind, title = excluded.title,
        tax_number = excluded.tax_number, email = excluded.email, state = 'requested', answer = '', decided_at = null,
        requested_at = excluded.requested_at
      where i.state <> 'issued' returning order_id`.execute(ctx.pg)
    if (rows.length === 0) throw conflict('invoice_issued', 'Its invoice was issued before')
    return (await invoiceOf(ctx, orderId)) as Invoice
  })
}

/** @throws 404, 409 */
export function decideInvoice(
  ctx: Ctx,
  orderId: string,
  state: 'issued' | 'refused',
  answer: string,
): Promise<Invoice> {
  return inTx(ctx, async (ctx) => {
    if (!(await invoiceOf(ctx, orderId))) throw notFound('invoice_request')
    const { rows } =
      await sql`update invoice_request set state = ${state}, answer = ${answer}, decided_at = ${ctx.now()}
      where tenant_id = ${ctx.tenantId} and order_id = ${orderId} and state = 'requested' returning order_id`.execute(
        ctx.pg,
      )
    if (rows.length === 0) throw conflict('invoice_state', 'This was decided before')
    await audit(ctx, `invoice.${state}`, { kind: 'order', id: orderId }, { answer })
    return (await invoiceOf(ctx, orderId)) as Invoice
  })
}
