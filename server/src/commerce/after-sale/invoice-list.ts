// What invoices buyers asked for, over how much, and which of them money went back after.
import { sql } from 'kysely'
import { z } from 'zod'
import { calledAs, listExport } from '../../desk/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { visibleTo } from '../order-list.ts'
import { INVOICE_STATES, type Invoice, moneyKept } from './invoices.ts'

export interface ListedInvoice extends Omit<Invoice, 'requested_at' | 'decided_at'> {
  order_id: string
  order_number: string
  currency: string
  /** Money that was paid and did not go back. */
  amount_fen: number
  /** Of issued ones: what went back after, for which a red one is owed. */
  back_since_fen: number
  requested_at: string
  decided_at: string | null
}
type Stored = Omit<ListedInvoice, 'requested_at' | 'decided_at'> &
  Pick<Invoice, 'requested_at' | 'decided_at'>
export interface InvoiceFilter {
  /** Part of the order's number or of the title. */
  q?: string | undefined
  state?: (typeof INVOICE_STATES)[number] | undefined
  /** Issued, and money went back since. */
  to_redden?: boolean | undefined
}

const BACK_SINCE = sql<number>`(case when i.state = 'issued' then (
  select coalesce(sum(r.amount_fen), 0)::bigint from payment p
  join payment_refund r on r.tenant_id = p.tenant_id and r.payment_id = p.id
  where p.tenant_id = w.tenant_id and p.order_id = w.id and p.pays and r.created_at > i.decided_at) else 0 end)`

/** Newest first. */
export async function listInvoices(
  ctx: Ctx,
  filter: InvoiceFilter & { limit: number; cursor?: string | undefined },
) {
  const { q, state, to_redden } = filter
  const after = readCursor(filter.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const { rows } = await sql<Stored>`
    select i.order_id, w.number as order_number, w.currency, i.kind, i.title, i.tax_number, i.email, i.state, i.answer,
      i.requested_at, i.decided_at, ${moneyKept(sql`w`)} as amount_fen, ${BACK_SINCE} as back_since_fen
    from invoice_request i
    join own_order w on w.tenant_id = i.tenant_id and w.id = i.order_id
    join sales_order o on o.tenant_id = i.tenant_id and o.id = i.order_id
    where i.tenant_id = ${ctx.tenantId} and ${visibleTo(ctx)}
      and ${state ? sql`i.state = ${state}` : sql`true`}
      and ${to_redden ? sql`${BACK_SINCE} > 0` : sql`true`}
      and ${q ? sql`(position(upper(${q}) in w.number) > 0 or position(lower(${q}) in lower(i.title)) > 0)` : sql`true`}
      and ${after ? sql`(i.requested_at, i.order_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by i.requested_at desc, i.order_id desc limit ${filter.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    filter.limit,
    (row): ListedInvoice => ({
      ...row,
      requested_at: row.requested_at.toISOString(),
      decided_at: row.decided_at?.toISOString() ?? null,
    }),
    (row) => [row.requested_at, row.order_id],
  )
}

const PAGE = 500

export const invoicesExport = listExport({
  permission: 'orders:read',
  params: z.strictObject({
    q: z.string().max(200).optional(),
    state: z.enum(INVOICE_STATES).optional(),
    to_redden: z.boolean().optional(),
  }),
  isPersonal: true,
  isScoped: true,
  columns: [
    {
      key: 'order_number',
      title: { 'zh-CN': '订单号', en: 'Order' },
      of: (i: ListedInvoice) => i.order_number,
    },
    {
      key: 'state',
      title: { 'zh-CN': '状态', en: 'State' },
      called: calledAs('invoice_state'),
      of: (i) => i.state,
    },
    {
      key: 'kind',
      title: { 'zh-CN': '抬头类型', en: 'Kind' },
      called: calledAs('invoice_kind'),
      of: (i) => i.kind,
    },
    { key: 'title', title: { 'zh-CN': '发票抬头', en: 'Title' }, of: (i) => i.title },
    { key: 'tax_number', title: { 'zh-CN': '税号', en: 'Tax number' }, of: (i) => i.tax_number },
    { key: 'email', title: { 'zh-CN': '邮箱', en: 'E-mail' }, of: (i) => i.email },
    {
      key: 'amount_fen',
      title: { 'zh-CN': '开票金额（分）', en: 'Amount (1/100)' },
      of: (i) => i.amount_fen,
    },
    { key: 'currency', title: { 'zh-CN': '币种', en: 'Currency' }, of: (i) => i.currency },
    {
      key: 'answer',
      title: { 'zh-CN': '发票号或原因', en: 'Number or reason' },
      of: (i) => i.answer,
    },
    {
      key: 'back_since_fen',
      title: { 'zh-CN': '开票后退款（分）', en: 'Went back since (1/100)' },
      of: (i) => i.back_since_fen,
    },
    { key: 'requested_at', title: { 'zh-CN': '申请时间', en: 'Asked' }, of: (i) => i.requested_at },
    { key: 'decided_at', title: { 'zh-CN': '处理时间', en: 'Decided' }, of: (i) => i.decided_at },
  ],
  page: (ctx, filter, cursor) => listInvoices(ctx, { ...filter, limit: PAGE, cursor }),
})
