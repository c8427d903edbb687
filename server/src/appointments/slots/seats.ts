// A seat of a slot, taken and given back: a conditional write in the transaction of the appointment it is for.
import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import type { Service } from '../services/services.ts'
import { holdTimetable } from '../timetable/timetable.ts'
import { heldBetween, seatsLeft, thoseHere } from './free.ts'
import { dayOf, spanOfDay } from './grid.ts'
import { bookable, offeredOn } from './offered.ts'

const MINUTE = 60_000

export interface Wanted {
  store: string
  /** Null: anybody. */
  staff: string | null
  startsAt: Date
  by: 'customer' | 'staff'
}
export interface Seat {
  slot: string
  resource: string
  staff: string | null
  starts_at: Date
  ends_at: Date
  zone: string
}

/**
 * Whose time is looked at and taken, one after the other: nobody's slots overlap, and of those who want several
 * none waits for another in a ring.
 */
export async function lockResources(ctx: Ctx, resources: readonly string[]): Promise<void> {
  for (const resource of [...new Set(resources)].sort())
    await sql`select pg_advisory_xact_lock(hashtextextended(${`appointments of ${ctx.tenantId} ${resource}`}, 0))`.execute(
      ctx.pg,
    )
}

/**
 * @param moving what is given up for it, in the same transaction
 * @throws 409 slot_not_offered, slot_too_soon, slot_too_far, slot_full
 */
export async function takeSeat(
  ctx: Ctx,
  service: Service,
  wanted: Wanted,
  moving?: { slot: string; resource: string },
): Promise<Seat> {
  const { store, startsAt } = wanted
  const at = startsAt.getTime()
  const timetable = service.store_ids.includes(store) ? await holdTimetable(ctx, store) : undefined
  if (!timetable) throw notOffered()
  const { zone } = timetable
  const window = bookable(service, ctx.now(), zone, wanted.by)
  if (at < window.from) throw conflict('slot_too_soon', 'It is too late to book this')
  if (at >= window.to) throw conflict('slot_too_far', 'That is further ahead than is booked')
  const day = dayOf(at, zone)
  const [offered = []] = await thoseHere(ctx, [offeredOn(service, timetable, day)])
  const candidates = offered.filter(
    (one) => one.starts.includes(at) && (wanted.staff === null || one.staff === wanted.staff),
  )
  if (candidates.length === 0) throw notOffered()
  const resources = candidates.map((one) => one.resource)
  await lockResources(ctx, moving ? [...resources, moving.resource] : resources)
  if (moving) await giveBack(ctx, moving.slot)
  const whole = spanOfDay(day, zone)
  const busy = await heldBetween(ctx, resources, whole.from, whole.to)
  const loadOf = (resource: string) => busy.get(resource)?.length ?? 0
  const byLoad = candidates.toSorted((a, b) => loadOf(a.resource) - loadOf(b.resource))
  for (const { resource, staff } of byLoad) {
    if (seatsLeft(service, store, at, busy.get(resource) ?? []) === 0) continue
    const slot = await hold(ctx, service, { store, staff, resource, at })
    if (slot) return { ...slot, resource, staff, zone }
  }
  throw conflict('slot_full', 'Somebody else has booked it')
}

const notOffered = () => conflict('slot_not_offered', 'Nothing is offered at this time')

async function hold(
  ctx: Ctx,
  service: Service,
  given: { store: string; staff: string | null; resource: string; at: number },
): Promise<Pick<Seat, 'slot' | 'starts_at' | 'ends_at'> | undefined> {
  const ends = given.at + service.duration_minutes * MINUTE
  // Somebody who comes to a slot that is held already gets it as it is.
  const { rows } = await sql<{ id: string; starts_at: Date; ends_at: Date }>`
    insert into appointment_slot as s (tenant_id, id, service_id, store_code, staff_code, resource, starts_at, ends_at,
      busy_until, capacity, held)
    values (${ctx.tenantId}, ${randomUUIDv7()}, ${service.id}, ${given.store}, ${given.staff}, ${given.resource},
      ${new Date(given.at)}, ${new Date(ends)}, ${new Date(ends + service.buffer_minutes * MINUTE)}, ${service.capacity}, 1)
    on conflict (tenant_id, resource, service_id, store_code, starts_at) do update set held = s.held + 1,
      capacity = excluded.capacity,
      ends_at = case when s.held = 0 then excluded.ends_at else s.ends_at end,
      busy_until = case when s.held = 0 then excluded.busy_until else s.busy_until end
      where s.held < excluded.capacity
    returning s.id, s.starts_at, s.ends_at`.execute(ctx.pg)
  const row = rows[0]
  return row && { slot: row.id, starts_at: row.starts_at, ends_at: row.ends_at }
}

/** The seat is free again. */
export async function giveBack(ctx: Ctx, slot: string): Promise<void> {
  await sql`update appointment_slot set held = held - 1
    where tenant_id = ${ctx.tenantId} and id = ${slot}::uuid`.execute(ctx.pg)
}
