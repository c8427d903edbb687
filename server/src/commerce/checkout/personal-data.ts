// What the own shop knows of a buyer beside her orders: where she lives, what she wrote, her invoices.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'

const hers = (ctx: Ctx, nodes: readonly number[]) => sql`select s.id from sales_order s
  where s.tenant_id = ${ctx.tenantId} and s.source = 'homefield' and s.node_id = any(${[...nodes]}::bigint[])`

export async function ownOrdersOf(
  ctx: Ctx,
  nodes: readonly number[],
): Promise<Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>`
    select w.number, w.storefront, w.state, w.delivery, w.address, w.note, w.placed_at,
      (select jsonb_agg(jsonb_build_object('kind', a.kind, 'state', a.state, 'reason', a.reason,
        'amount_fen', a.amount_fen, 'requested_at', a.requested_at) order by a.requested_at) from after_sale a
        where a.tenant_id = w.tenant_id and a.order_id = w.id) as after_sales,
      (select jsonb_agg(jsonb_build_object('carrier', p.carrier, 'number', p.number, 'shipped_at', p.shipped_at,
        'traces', (select jsonb_agg(jsonb_build_object('at', x.at, 'text', x.text) order by x.at, x.text) from parcel_trace x
          where x.tenant_id = p.tenant_id and x.shipment_id = p.id)) order by p.shipped_at, p.id) from shipment p
        where p.tenant_id = w.tenant_id and p.order_id = w.id) as parcels,
      (select jsonb_build_object('kind', i.kind, 'title', i.title, 'tax_number', i.tax_number, 'email', i.email)
        from invoice_request i where i.tenant_id = w.tenant_id and i.order_id = w.id) as invoice
    from own_order w where w.tenant_id = ${ctx.tenantId} and w.id in (${hers(ctx, nodes)})
    order by w.placed_at, w.id`.execute(ctx.pg)
  return rows
}

/** Amounts, goods and times stay; what names her or was written about her goes. */
export async function forgetBuyer(ctx: Ctx, nodes: readonly number[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with hers as materialized (${hers(ctx, nodes)}),
    sales as (
      update after_sale set reason = '', decision = ''
      where tenant_id = ${ctx.tenantId} and order_id in (select id from hers)),
    backs as (
      update payment_refund r set reason = '' from payment p
      where r.tenant_id = ${ctx.tenantId} and p.tenant_id = r.tenant_id and p.id = r.payment_id
        and r.state in ('done', 'failed') and p.order_id in (select id from hers)),
    invoices as (
      update invoice_request set title = '', email = null, tax_number = case when kind = 'company' then '' end
      where tenant_id = ${ctx.tenantId} and order_id in (select id from hers)),
    payers as (
      update payment set payer_hash = null
      where tenant_id = ${ctx.tenantId} and payer_hash is not null and order_id in (select id from hers)),
    devices as (
      delete from buyer_device
      where tenant_id = ${ctx.tenantId} and node_id = any(${[...nodes]}::bigint[])),
    parcels as (
      update parcel_track set handled_note = ''
      where tenant_id = ${ctx.tenantId} and order_id in (select id from hers) returning shipment_id),
    traces as (
      update parcel_trace set text = ''
      where tenant_id = ${ctx.tenantId} and shipment_id in (select shipment_id from parcels)),
    deposits as (
      update order_deposit set reason = case when reason like 'asked:%' then 'asked' else reason end
      where tenant_id = ${ctx.tenantId} and order_id in (select id from hers)),
    penalties as (
      update deposit_penalty set reference = ''
      where tenant_id = ${ctx.tenantId} and state = 'paid' and order_id in (select id from hers)),
    told as (
      update own_order_change set details = '{}'
      where tenant_id = ${ctx.tenantId} and order_id in (select id from hers)),
    orders as (
      update own_order set address = null, note = '',
        cancel_reason = case when cancel_reason like 'asked:%' then 'asked' else cancel_reason end
      where tenant_id = ${ctx.tenantId} and id in (select id from hers) returning id)
    select count(*) as n from orders`.execute(ctx.pg)
  return rows[0]?.n ?? 0
}
