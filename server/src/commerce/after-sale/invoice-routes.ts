import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { Invoice as InvoiceShown, OrderId } from '../checkout/shapes.ts'
import { demandOrderInSight } from '../order-list.ts'
import { listInvoices } from './invoice-list.ts'
import {
  decideInvoice,
  INVOICE_KINDS,
  INVOICE_STATES,
  type Invoice,
  requestInvoice,
} from './invoices.ts'

const tags = ['after-sales']
const Fen = z.number().int()

/** What a buyer says of the invoice she wants. */
export const InvoiceWanted = z.object({
  kind: z.enum(INVOICE_KINDS),
  title: z.string().trim().min(1).max(200).describe('Of the person or the company'),
  tax_number: z
    .string()
    .trim()
    .min(1)
    .max(40)
    .nullable()
    .default(null)
    .describe('A company’s; a person has none'),
  email: z.email().nullable().default(null).describe('Where it is sent'),
})
const Listed = InvoiceShown.extend({
  order_id: z.uuid(),
  order_number: z.string(),
  currency: z.string(),
  amount_fen: Fen.describe('Money that was paid and did not go back'),
  back_since_fen: Fen.describe('What went back after it was issued: a red one is owed'),
})

export const shownInvoice = (i: Invoice) => ({
  ...i,
  requested_at: i.requested_at.toISOString(),
  decided_at: i.decided_at?.toISOString() ?? null,
})

export function invoiceRoutes(app: Http): void {
  app.get(
    '/invoices',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags,
        summary: 'Invoices that buyers asked for, newest first',
        querystring: z.object({
          ...pageQuery,
          q: z.string().max(200).optional().describe('Part of the order’s number or the title'),
          state: z.enum(INVOICE_STATES).optional(),
          to_redden: z.stringbool().optional().describe('Issued, and money went back since'),
        }),
        response: { 200: pageOf(Listed) },
      },
    },
    ({ ctx, query }) => listInvoices(ctx, query),
  )
  app.put(
    '/own-orders/:id/invoice',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'Ask for an invoice, or change what was asked for',
        params: OrderId,
        body: InvoiceWanted,
        response: { 200: InvoiceShown },
      },
    },
    async ({ ctx, params, body }) => {
      await demandOrderInSight(ctx, params.id)
      return shownInvoice(await requestInvoice(ctx, params.id, body))
    },
  )
  app.post(
    '/own-orders/:id/invoice/decide',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        tags,
        summary: 'The invoice was issued, or is refused; the buyer is told',
        params: OrderId,
        body: z.object({
          state: z.enum(['issued', 'refused']),
          answer: z.string().trim().min(1).max(200).describe('Its number, or the reason'),
        }),
        response: { 200: InvoiceShown },
      },
    },
    async ({ ctx, params, body }) => {
      await demandOrderInSight(ctx, params.id)
      return shownInvoice(await decideInvoice(ctx, params.id, body.state, body.answer))
    },
  )
}
