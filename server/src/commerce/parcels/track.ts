// Parcels followed: begun with the shipment, moved on by what the provider says. What is said is kept once each,
// and the state is always that of all that was said.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { unnest } from '../../platform/unnest.ts'
import { carrierOf } from '../shipping/carriers.ts'
import { type ParcelWord, readyProvider } from './provider.ts'
import { type ParcelState, type Trace, trackOf } from './states.ts'

interface Shipped {
  id: string
  orderId: string
  carrier: string
  number: string
}

/** Parcels of carriers that are known, when somebody can be asked about them. In the shipment's transaction. */
export async function followParcels(ctx: Ctx, shipped: readonly Shipped[]): Promise<void> {
  const known = shipped.flatMap((one) => {
    const carrier = carrierOf(one.carrier)
    return carrier ? [{ ...one, code: carrier.code }] : []
  })
  if (known.length === 0) return
  const provider = await readyProvider(ctx)
  if (!provider) return
  const u = unnest(known, {
    shipment_id: ['uuid', (p) => p.id],
    order_id: ['uuid', (p) => p.orderId],
    carrier: ['text', (p) => p.code],
    number: ['text', (p) => p.number],
  })
  await sql`insert into parcel_track (tenant_id, provider, ask_at, created_at, ${u.names})
    select ${ctx.tenantId}::uuid, ${provider.code}, ${ctx.now()}::timestamptz, ${ctx.now()}::timestamptz, ${u.names}
    from ${u.rows} on conflict (tenant_id, shipment_id) do nothing`.execute(ctx.pg)
}

const LATELY_DAYS = 30

/** What is under way already when a provider is set up. @returns how many */
export function followUnderWay(ctx: Ctx): Promise<number> {
  return inTx(ctx, async (ctx) => {
    const since = new Date(ctx.now().getTime() - LATELY_DAYS * 86_400_000)
    const { rows } = await sql<Shipped>`
      select p.id, p.order_id as "orderId", p.carrier, p.number
      from shipment p join own_order w on w.tenant_id = p.tenant_id and w.id = p.order_id
      where p.tenant_id = ${ctx.tenantId} and w.state in ('partly_shipped', 'shipped') and p.shipped_at > ${since}
        and not exists (select 1 from parcel_track t where t.tenant_id = p.tenant_id and t.shipment_id = p.id)`.execute(
      ctx.pg,
    )
    await followParcels(ctx, rows)
    return rows.length
  })
}

const keyOf = (trace: Trace) =>
  createHash('sha256')
    .update(`${trace.at.toISOString()}\x1f${trace.text}`)
    .digest('hex')
    .slice(0, 32)

const least = <Text extends string>(a: Text | null, b: Text | null): Text | null =>
  a === null || (b !== null && b < a) ? b : a

/** A push that says one thing twice says it once. */
function onceEach(traces: readonly Trace[]): (Trace & { key: string })[] {
  const byKey = new Map<string, Trace & { key: string }>()
  for (const trace of traces) {
    const key = keyOf(trace)
    const before = byKey.get(key)
    byKey.set(key, {
      ...{ ...trace, key },
      state: least(trace.state, before?.state ?? null),
      place: least(trace.place, before?.place ?? null),
    })
  }
  return [...byKey.values()]
}

/**
 * What a provider says of a parcel; of all orders that went in it. Repeatable, and in any order.
 * @returns how many shipments it is about; 0: none of ours
 */
export function applyParcelWord(ctx: Ctx, provider: string, word: ParcelWord): Promise<number> {
  return inTx(ctx, async (ctx) => {
    const { rows: held } = await sql<{ shipment_id: string; forgotten: boolean }>`
      select t.shipment_id, s.node_id is null as forgotten
      from parcel_track t join sales_order s on s.tenant_id = t.tenant_id and s.id = t.order_id
      where t.tenant_id = ${ctx.tenantId} and t.provider = ${provider} and t.number = ${word.number}
        and t.carrier = any(${[...word.carriers]}::text[])
      order by t.shipment_id for update of t`.execute(ctx.pg)
    if (held.length === 0) return 0
    const traces = onceEach(word.traces)
    if (traces.length > 0) {
      const told = held.flatMap(({ shipment_id, forgotten }) =>
        traces.map((trace) => ({
          ...{ ...trace, shipment_id },
          // Couriers write names; of who was erased nothing new is kept.
          text: forgotten ? '' : trace.text.slice(0, 1000),
        })),
      )
      const u = unnest(told, {
        shipment_id: ['uuid', (t) => t.shipment_id],
        key: ['text', (t) => t.key],
        at: ['timestamptz', (t) => t.at],
        text: ['text', (t) => t.text],
        place: ['text', (t) => t.place],
        state: ['text', (t) => t.state],
      })
      // What one push leaves open another one may say; whichever comes first, the same is kept.
      await sql`insert into parcel_trace (tenant_id, shipment_id, key, at, text, place, state)
        select ${ctx.tenantId}::uuid, r.shipment_id, decode(r.key, 'hex'), r.at, r.text, r.place, r.state from ${u.rows}
        on conflict (tenant_id, shipment_id, key) do update
          set state = least(parcel_trace.state, excluded.state), place = least(parcel_trace.place, excluded.place)
        where (parcel_trace.state, parcel_trace.place) is distinct from
          (least(parcel_trace.state, excluded.state), least(parcel_trace.place, excluded.place))`.execute(
        ctx.pg,
      )
    }
    await settle(
      ctx,
      held.map((row) => row.shipment_id),
      word.end,
    )
    return held.length
  })
}

/** The state of all that was said; the rows are held. */
async function settle(ctx: Ctx, ids: readonly string[], end: ParcelWord['end']): Promise<void> {
  const { rows } = await sql<Trace & { shipment_id: string }>`
    select shipment_id, at, text, place, state from parcel_trace
    where tenant_id = ${ctx.tenantId} and shipment_id = any(${[...ids]}::uuid[])`.execute(ctx.pg)
  const byParcel = Map.groupBy(rows, (row) => row.shipment_id)
  const tracks = ids.map((id) => ({ id, ...trackOf(byParcel.get(id) ?? []) }))
  const u = unnest(tracks, {
    id: ['uuid', (t) => t.id],
    state: ['text', (t) => t.state],
    state_at: ['timestamptz', (t) => t.stateAt],
    signed_at: ['timestamptz', (t) => t.signedAt],
    last_trace_at: ['timestamptz', (t) => t.lastTraceAt],
  })
  const follow = end === null ? 'followed' : end.kind === 'arrived' ? 'ended' : 'given_up'
  const fault = end?.kind === 'given_up' ? end.reason.slice(0, 500) : null
  // A word that came late does not take up again what has ended.
  await sql`update parcel_track t set state = r.state, state_at = r.state_at, signed_at = r.signed_at,
      last_trace_at = r.last_trace_at,
      -- What was seen to was another state.
      handled_at = case when t.state = r.state then t.handled_at end,
      follow = case when t.follow = 'ended' then t.follow else ${follow} end,
      fault = case when t.follow = 'ended' then t.fault else ${fault} end
    from ${u.rows} where t.tenant_id = ${ctx.tenantId} and t.shipment_id = r.id`.execute(ctx.pg)
}

export interface ShownTrack {
  state: ParcelState
  state_at: string | null
  signed_at: string | null
  traces: { at: string; text: string; place: string | null; state: string | null }[]
}

/** What is known of an order's parcels, newest trace first, by shipment. */
export async function tracksOf(ctx: Ctx, orderId: string): Promise<Map<string, ShownTrack>> {
  const { rows } = await sql<{
    shipment_id: string
    state: ParcelState
    state_at: Date | null
    signed_at: Date | null
  }>`select shipment_id, state, state_at, signed_at from parcel_track
    where tenant_id = ${ctx.tenantId} and order_id = ${orderId}`.execute(ctx.pg)
  if (rows.length === 0) return new Map()
  const { rows: traces } = await sql<Trace & { shipment_id: string }>`
    select shipment_id, at, text, place, state from parcel_trace
    where tenant_id = ${ctx.tenantId} and shipment_id = any(${rows.map((r) => r.shipment_id)}::uuid[])
    order by at desc, text`.execute(ctx.pg)
  const byParcel = Map.groupBy(traces, (trace) => trace.shipment_id)
  return new Map(
    rows.map(({ shipment_id, state, state_at, signed_at }) => [
      shipment_id,
      {
        ...{ state, state_at: state_at?.toISOString() ?? null },
        signed_at: signed_at?.toISOString() ?? null,
        traces: (byParcel.get(shipment_id) ?? []).map(({ at, text, place, state }) => ({
          ...{ at: at.toISOString(), text, place, state },
        })),
      },
    ]),
  )
}
