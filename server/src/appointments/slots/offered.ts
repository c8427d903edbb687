// Who could begin a service when, before anybody has booked: hours, rosters, and how far ahead is booked.
import type { Service } from '../services/services.ts'
import type { Timetable } from '../timetable/timetable.ts'
import { addDays, dayOf, type Span, spanOfDay, spansOn, startsIn } from './grid.ts'

const MINUTE = 60_000

/** One whose time is taken: a member of staff, or the store's seats for this service. */
export interface Offered {
  resource: string
  staff: string | null
  starts: number[]
}

type Plan = Pick<Service, 'id' | 'by_staff' | 'staff_ids' | 'step_minutes' | 'duration_minutes'>

/** On one day of the store's calendar. */
export function offeredOn(service: Plan, timetable: Timetable, day: string): Offered[] {
  const { zone, closed_days, hours, shifts, days_off, store_id } = timetable
  if (closed_days.includes(day)) return []
  const open = spansOn(day, hours, zone)
  const paces = { stepMinutes: service.step_minutes, durationMinutes: service.duration_minutes }
  const of = (resource: string, staff: string | null, within: Span[]): Offered[] => {
    const starts = startsIn(open, within, paces)
    return starts.length > 0 ? [{ resource, staff, starts }] : []
  }
  if (!service.by_staff) return of(`service:${service.id}@${store_id}`, null, open)
  const off = new Set(days_off.filter(({ on }) => on === day).map((one) => one.staff_id))
  const theirs = Map.groupBy(shifts, (shift) => shift.staff_id)
  return service.staff_ids
    .filter((staff) => !off.has(staff))
    .flatMap((staff) => of(`staff:${staff}`, staff, spansOn(day, theirs.get(staff) ?? [], zone)))
}

type Limits = Pick<Service, 'lead_minutes' | 'horizon_days'>

/** From when and until when a customer books. Staff book what begins later than now. */
export function bookable(limits: Limits, now: Date, zone: string, by: 'customer' | 'staff'): Span {
  const lead = by === 'customer' ? limits.lead_minutes * MINUTE : 0
  const last = addDays(dayOf(now, zone), limits.horizon_days)
  return { from: now.getTime() + lead, to: spanOfDay(last, zone).to }
}
