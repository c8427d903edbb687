// Asking the provider about parcels: to follow them, once each, and what it knows now, when somebody wants to see.
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError, conflict, notFound } from '../../platform/errors.ts'
import { type ParcelAsked, ParcelRefused, trackingProviderOf } from './provider.ts'
import { applyParcelWord } from './track.ts'

const AT_ONCE = 300
/** Minutes until the next try; after the last one it is tried once a day. */
const WAITS = [1, 5, 15, 60, 240]

interface ToAsk extends ParcelAsked {
  tenant_id: string
  shipment_id: string
  provider: string
  tries: number
}

const asked = sql`t.tenant_id, t.shipment_id, t.provider, t.carrier, t.number, t.tries, w.address ->> 'phone' as phone`

/** Parcels that nobody tells us of yet; of every brand. @returns how many are followed now */
export async function askToFollow(system: Ctx, make: (tenantId: string) => Ctx): Promise<number> {
  const now = system.now()
  // Taken by moving their next try on: two workers never ask about one at once.
  const { rows } = await sql<ToAsk>`
    with due as (
      select tenant_id, shipment_id from parcel_track where follow = 'to_ask' and ask_at <= ${now}
      order by ask_at limit ${AT_ONCE} for update skip locked),
    taken as (
      update parcel_track t set tries = t.tries + 1,
        ask_at = ${now}::timestamptz + make_interval(mins => coalesce((${WAITS}::int[])[t.tries + 1], 1440))
      from due where t.tenant_id = due.tenant_id and t.shipment_id = due.shipment_id
      returning t.*)
    select ${asked} from taken t join own_order w on w.tenant_id = t.tenant_id and w.id = t.order_id`.execute(
    system.pg,
  )
  let followed = 0
  for (const row of rows) {
    const ctx = { ...make(row.tenant_id), now: system.now }
    if (await follow(ctx, row)) followed++
  }
  return followed
}

async function follow(ctx: Ctx, row: ToAsk): Promise<boolean> {
  const note = (follow: 'to_ask' | 'followed' | 'refused', fault: string | null) =>
    sql`update parcel_track set follow = ${follow}, fault = ${fault}
      where tenant_id = ${ctx.tenantId} and shipment_id = ${row.shipment_id} and follow = 'to_ask'`.execute(
      ctx.pg,
    )
  const provider = trackingProviderOf(row.provider)
  if (!provider) {
    await note('to_ask', 'provider_missing')
    return false
  }
  try {
    await provider.follow(ctx, row)
  } catch (error) {
    if (error instanceof ParcelRefused) await note('refused', error.code)
    // Out of reach, or its account is not right: tried again later, and seen until then.
    else if (error instanceof AppError) await note('to_ask', error.code)
    else throw error
    return false
  }
  await note('followed', null)
  return true
}

/** What the provider knows now. @throws 404, 409 when nobody can be asked */
export async function refreshParcel(ctx: Ctx, shipmentId: string): Promise<void> {
  const { rows } = await sql<ToAsk>`
    select ${asked} from parcel_track t join own_order w on w.tenant_id = t.tenant_id and w.id = t.order_id
    where t.tenant_id = ${ctx.tenantId} and t.shipment_id = ${shipmentId}`.execute(ctx.pg)
  const row = rows[0]
  if (!row) throw notFound('parcel')
  const provider = trackingProviderOf(row.provider)
  if (!provider || !(await provider.isReady(ctx)))
    throw conflict('tracking_not_set', 'Nobody is set up to be asked about parcels')
  try {
    await applyParcelWord(ctx, row.provider, await provider.ask(ctx, row))
  } catch (error) {
    if (error instanceof ParcelRefused) throw conflict(error.code, error.message)
    throw error
  }
}
