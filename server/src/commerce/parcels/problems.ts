// Parcels that somebody should see to.
import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { readCursor, toPage } from '../../platform/page.ts'
import { actorOf } from '../checkout/own-order.ts'
import { visibleTo } from '../order-list.ts'
import type { ParcelState } from './states.ts'

export const PROBLEMS = ['no_trace', 'stuck', 'problem', 'returning', 'not_followed'] as const
export type Problem = (typeof PROBLEMS)[number]
/** Hours after sending without any trace, and hours without a new one. */
export const NO_TRACE_HOURS = 48
export const STUCK_HOURS = 72

interface Row {
  shipment_id: string
  order_id: string
  order_number: string
  store: string
  carrier: string
  number: string
  state: ParcelState
  problem: Problem
  fault: string | null
  last_text: string | null
  last_trace_at: Date | null
  shipped_at: Date
}

/** Those that wait longest first. */
export async function listProblemParcels(
  ctx: Ctx,
  filter: { problem?: Problem | undefined; limit: number; cursor?: string | undefined },
) {
  const after = readCursor(filter.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const ago = (hours: number) => new Date(ctx.now().getTime() - hours * 3_600_000)
  const { rows } = await sql<Row>`
    select * from (
      select t.shipment_id, t.order_id, w.number as order_number, w.store, p.carrier, p.number, t.state, t.fault,
        t.last_trace_at, p.shipped_at, (
          select x.text from parcel_trace x where x.tenant_id = t.tenant_id and x.shipment_id = t.shipment_id
          order by x.at desc, x.text limit 1) as last_text,
        case
          when t.state = 'problem' then 'problem'
          when t.state in ('returning', 'returned') then 'returning'
          when t.follow in ('refused', 'given_up') then 'not_followed'
          when t.state = 'waiting' and p.shipped_at <= ${ago(NO_TRACE_HOURS)} then 'no_trace'
          when t.state <> 'waiting' and t.last_trace_at <= ${ago(STUCK_HOURS)} then 'stuck'
        end as problem
      from parcel_track t
      join shipment p on p.tenant_id = t.tenant_id and p.id = t.shipment_id
      join own_order w on w.tenant_id = t.tenant_id and w.id = t.order_id
      join sales_order o on o.tenant_id = t.tenant_id and o.id = t.order_id
      where t.tenant_id = ${ctx.tenantId} and t.state <> 'signed' and w.state <> 'closed' and ${visibleTo(ctx)}
        and t.handled_at is null) found
    where problem is not null
      and ${filter.problem ? sql`problem = ${filter.problem}` : sql`true`}
      and ${after ? sql`(shipped_at, shipment_id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by shipped_at, shipment_id limit ${filter.limit + 1}`.execute(ctx.pg)
  return toPage(
    rows,
    filter.limit,
    (row) => ({
      ...row,
      last_trace_at: row.last_trace_at?.toISOString() ?? null,
      shipped_at: row.shipped_at.toISOString(),
    }),
    (row) => [row.shipped_at, row.shipment_id],
  )
}

/** Somebody has seen to it: it is off the list until something new is said of it. @throws 404 */
export function handleParcel(ctx: Ctx, shipmentId: string, note: string): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { rows } =
      await sql`update parcel_track set handled_at = ${ctx.now()}, handled_by = ${actorOf(ctx)},
        handled_note = ${note}
      where tenant_id = ${ctx.tenantId} and shipment_id = ${shipmentId} returning shipment_id`.execute(
        ctx.pg,
      )
    if (rows.length === 0) throw notFound('parcel')
    await audit(ctx, 'parcel.handled', { kind: 'parcel', id: shipmentId }, { note })
  })
}

/** @throws 404 also when its order is out of sight */
export async function demandParcelInSight(ctx: Ctx, shipmentId: string): Promise<void> {
  const { rows } = await sql`select 1 from shipment p
    join sales_order o on o.tenant_id = p.tenant_id and o.id = p.order_id
    where p.tenant_id = ${ctx.tenantId} and p.id = ${shipmentId} and ${visibleTo(ctx)}`.execute(
    ctx.pg,
  )
  if (rows.length === 0) throw notFound('parcel')
}
