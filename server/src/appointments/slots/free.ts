// What is still free, for somebody who looks: nothing is held by it.
import { sql } from 'kysely'
import { whereStaffWork } from '../../org/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { getService, type Service } from '../services/services.ts'
import { type Timetable, timetablesOf } from '../timetable/timetable.ts'
import { addDays, dayOf, spanOfDay } from './grid.ts'
import { bookable, type Offered, offeredOn } from './offered.ts'

const MINUTE = 60_000

export interface FreeSlot {
  starts_at: string
  ends_at: string
  /** Seats of all who have some. */
  left: number
  /** Who is free then; none where staff do not give it. */
  staff_ids: string[]
}
export interface FreeDay {
  day: string
  slots: FreeSlot[]
}
export interface Looking {
  service: string
  store: string
  /** Null: anybody. */
  staff: string | null
  /** The first day, by the store's calendar; null: today. */
  from: string | null
  days: number
  by: 'customer' | 'staff'
}

/** @throws 404 for a service that is not offered there */
export async function freeSlots(
  ctx: Ctx,
  looking: Looking,
): Promise<{ time_zone: string; days: FreeDay[] }> {
  const service = await getService(ctx, looking.service)
  const timetable = await offering(ctx, service, looking.store, looking.by)
  const { zone } = timetable
  const first = looking.from ?? dayOf(ctx.now(), zone)
  const days = Array.from({ length: looking.days }, (_, i) => addDays(first, i))
  const window = bookable(service, ctx.now(), zone, looking.by)
  const [soonest, latest] = [dayOf(window.from, zone), dayOf(window.to - 1, zone)]
  const isOpen = (day: string) => soonest <= day && day <= latest
  const offered = await thoseHere(
    ctx,
    days.map((day) => (isOpen(day) ? offeredOn(service, timetable, day) : [])),
  )
  const busy = await heldBetween(
    ctx,
    [...new Set(offered.flat().map((one) => one.resource))],
    ...stretchOf(days.filter(isOpen), zone),
  )
  return {
    time_zone: zone,
    days: days.map((day, i) => {
      const slots = new Map<number, FreeSlot>()
      for (const { resource, staff, starts } of offered[i] ?? []) {
        if (looking.staff !== null && staff !== looking.staff) continue
        for (const at of starts) {
          if (at < window.from || at >= window.to) continue
          const left = seatsLeft(service, looking.store, at, busy.get(resource) ?? [])
          if (left > 0) addTo(slots, at, service, left, staff)
        }
      }
      return { day, slots: [...slots].sort(([a], [b]) => a - b).map(([, slot]) => slot) }
    }),
  }
}

/** From the first of these days to the end of the last. */
function stretchOf(days: readonly string[], zone: string): [from: number, to: number] {
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return [0, 0]
  return [spanOfDay(first, zone).from, spanOfDay(last, zone).to]
}

function addTo(
  slots: Map<number, FreeSlot>,
  at: number,
  service: Service,
  left: number,
  staff: string | null,
): void {
  const slot = slots.get(at) ?? {
    starts_at: new Date(at).toISOString(),
    ends_at: new Date(at + service.duration_minutes * MINUTE).toISOString(),
    ...{ left: 0, staff_ids: [] },
  }
  slot.left += left
  if (staff !== null) slot.staff_ids.push(staff)
  slots.set(at, slot)
}

/** @throws 404 */
export async function offering(
  ctx: Ctx,
  service: Service,
  store: string,
  by: 'customer' | 'staff',
): Promise<Timetable> {
  if (by === 'customer' && service.state !== 'live') throw notFound('appointment_service')
  const [timetable] = service.store_ids.includes(store) ? await timetablesOf(ctx, [store]) : []
  if (!timetable) throw notFound('store')
  return timetable
}

/** Whoever has left gives nothing, whatever the roster says. */
export async function thoseHere(ctx: Ctx, days: readonly Offered[][]): Promise<Offered[][]> {
  const codes = days.flat().flatMap(({ staff }) => staff ?? [])
  if (codes.length === 0) return [...days]
  const known = await whereStaffWork(ctx, codes)
  return days.map((day) =>
    day.filter(({ staff }) => staff === null || known.get(staff)?.hasLeft === false),
  )
}

/** A time that is held, with its seats. */
export interface Held {
  resource: string
  service_id: string
  store_code: string
  starts_at: Date
  busy_until: Date
  held: number
}

export async function heldBetween(
  ctx: Ctx,
  resources: readonly string[],
  from: number,
  to: number,
): Promise<Map<string, Held[]>> {
  if (resources.length === 0) return new Map()
  // Nothing takes longer than a day, so what began earlier than that is over.
  const { rows } = await sql<Held>`
    select resource, service_id, store_code, starts_at, busy_until, held from appointment_slot
    where tenant_id = ${ctx.tenantId} and resource = any(${[...resources]}::text[]) and held > 0
      and starts_at >= ${new Date(from - 86_400_000)} and starts_at < ${new Date(to)} and busy_until > ${new Date(from)}
    order by starts_at`.execute(ctx.pg)
  return Map.groupBy(rows, (row) => row.resource)
}

/** None when another appointment of theirs overlaps. */
export function seatsLeft(
  service: Pick<Service, 'id' | 'capacity' | 'duration_minutes' | 'buffer_minutes'>,
  store: string,
  at: number,
  busy: readonly Held[],
): number {
  const until = at + (service.duration_minutes + service.buffer_minutes) * MINUTE
  let held = 0
  for (const slot of busy) {
    const isSame =
      slot.service_id === service.id && slot.store_code === store && slot.starts_at.getTime() === at
    if (isSame) held += slot.held
    else if (slot.starts_at.getTime() < until && slot.busy_until.getTime() > at) return 0
  }
  return Math.max(0, service.capacity - held)
}
