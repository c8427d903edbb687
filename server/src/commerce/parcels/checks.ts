// What `homefield check` asks of parcels: what lines say was sent went in parcels, and each parcel's state is
// that of its traces.
import { sql } from 'kysely'
import { type Check, type Compared, noteDifferences } from '../../platform/check.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type ParcelState, type TraceState, trackOf } from './states.ts'

export const parcelChecks: readonly Check[] = [
  { name: 'commerce.shipments', compare: compareSent },
  { name: 'commerce.parcels', compare: compareTracks },
]

/** Of orders that are sent; what is picked up goes in no parcel. */
async function compareSent(ctx: Ctx): Promise<Compared> {
  const { rows } = await sql<{ tenant_id: string; order_id: string; is_same: boolean }>`
    select l.tenant_id, l.order_id, bool_and(l.sent_quantity = coalesce(s.sent, 0)) as is_same
    from own_order_line l
    join own_order w on w.tenant_id = l.tenant_id and w.id = l.order_id and w.delivery = 'ship'
    left join (
      select p.tenant_id, p.order_id, x ->> 'sku' as sku, sum((x ->> 'quantity')::bigint)::bigint as sent
      from shipment p cross join lateral jsonb_array_elements(p.lines) x
      where p.after_sale_id is null group by 1, 2, 3) s
      on s.tenant_id = l.tenant_id and s.order_id = l.order_id and s.sku = l.sku
    where l.ships group by l.tenant_id, l.order_id order by l.order_id`.execute(ctx.pg)
  const found = noteDifferences()
  for (const { tenant_id, order_id, is_same } of rows)
    if (!is_same) found.add({ tenant: tenant_id, id: order_id, what: 'sent_differs' })
  return found.outOf(rows.length)
}

const AT_ONCE = 2_000

async function compareTracks(ctx: Ctx): Promise<Compared> {
  const found = noteDifferences()
  let compared = 0
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows } = await sql<{
      tenant_id: string
      shipment_id: string
      state: ParcelState
      signed_at: Date | null
      traces: { at: string; text: string; state: TraceState | null }[]
    }>`select t.tenant_id, t.shipment_id, t.state, t.signed_at, (
        select coalesce(jsonb_agg(jsonb_build_object('at', x.at, 'text', x.text, 'state', x.state)), '[]')
        from parcel_trace x where x.tenant_id = t.tenant_id and x.shipment_id = t.shipment_id) as traces
      from parcel_track t where t.shipment_id > ${after}::uuid order by t.shipment_id limit ${AT_ONCE}`.execute(
      ctx.pg,
    )
    for (const { tenant_id, shipment_id, state, signed_at, traces } of rows) {
      const told = traces.map((trace) => ({ ...trace, at: new Date(trace.at), place: null }))
      const track = trackOf(told)
      if (track.state !== state || track.signedAt?.getTime() !== signed_at?.getTime())
        found.add({ tenant: tenant_id, id: shipment_id, what: 'state_differs' })
    }
    compared += rows.length
    const last = rows.at(-1)
    if (!last || rows.length < AT_ONCE) return found.outOf(compared)
    after = last.shipment_id
  }
}
