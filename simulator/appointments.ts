// What is booked in the brand's stores: two services, hours and rosters, and customers who come in the next days.
import { STORES, staffOf } from './brand.ts'
import { ask, type Door } from './sender.ts'
import { named } from './storefront.ts'

const HERE = STORES.slice(0, 3)
const SERVICES = [
  {
    ...{ name: '一对一选茶', description: '茶艺师陪您试三款当季茶，按口味配茶单。' },
    ...{ duration_minutes: 60, buffer_minutes: 15, step_minutes: 30, capacity: 1, by_staff: true },
  },
  {
    ...{ name: '周末点茶课', description: '学宋式点茶，含茶点；每堂最多六位。' },
    ...{ duration_minutes: 90, buffer_minutes: 30, step_minutes: 120, capacity: 6 },
    by_staff: false,
  },
] as const
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]
/** How many book each of them. */
const BOOKINGS = 9

interface Service {
  id: string
  state: string
}
interface FreeDay {
  slots: { starts_at: string }[]
}

/** Told before: a start that was cut off makes what is missing. */
export async function openAppointments(door: Door, customers: readonly number[]): Promise<void> {
  const { items } = await ask<{ items: { store_id: string; revision: number }[] }>(
    door,
    'GET',
    '/appointment-stores',
  )
  for (const { id } of HERE) {
    if (items.find((one) => one.store_id === id)?.revision !== 0) continue
    const hours = WEEKDAYS.map((weekday) => ({ weekday, from: '10:00', to: '21:00' }))
    const shifts = staffOf(id).flatMap((staff, i) =>
      // Each has two days of the week off.
      WEEKDAYS.filter((day) => day % 7 !== i * 2 && day % 7 !== i * 2 + 1).map((weekday) => ({
        ...{ staff_id: staff.id, weekday, from: '10:00', to: '19:00' },
      })),
    )
    await ask(door, 'PUT', `/appointment-stores/${id}`, {
      body: { time_zone: null, hours, shifts, closed_days: [], days_off: [], revision: 0 },
    })
  }
  for (const [nth, fields] of SERVICES.entries()) {
    const service =
      ((await named(door, '/appointment-services', fields.name)) as Service | undefined) ??
      (await ask<Service>(door, 'POST', '/appointment-services', {
        body: {
          ...fields,
          store_ids: HERE.map(({ id }) => id),
          staff_ids: fields.by_staff ? HERE.flatMap(({ id }) => staffOf(id).map((s) => s.id)) : [],
        },
      }))
    if (service.state === 'draft')
      await ask(door, 'PUT', `/appointment-services/${service.id}/state`, {
        body: { state: 'live' },
      })
    await fill(door, service, customers.slice(nth * BOOKINGS, (nth + 1) * BOOKINGS))
  }
}

/** One calls it off, one comes another time; of those of today the first is there, where the store is still open. */
async function goOn(
  door: Door,
  id: string,
  booked: { place: number; store_id: string; slots: FreeDay['slots'] },
): Promise<void> {
  const { place, store_id, slots } = booked
  const step = (name: string, body?: object) =>
    ask(door, 'POST', `/appointments/${id}/${name}`, { ...(body && { body }), passes: [409] })
  if (place === 2) await step('cancel', { reason: '临时出差' })
  const later = slots.at(-1)?.starts_at
  if (place === 4 && later) await step('reschedule', { store_id, staff_id: null, starts_at: later })
  if (place === 0) {
    await step('check-in')
    await step('complete')
  }
}

/** One after the other, on the next days, in one store after the other. */
async function fill(door: Door, service: Service, customers: readonly number[]): Promise<void> {
  for (const [i, customer_id] of customers.entries()) {
    const store_id = HERE[i % HERE.length]?.id ?? ''
    const { days } = await ask<{ days: FreeDay[] }>(
      door,
      'GET',
      `/appointment-services/${service.id}/slots?store_id=${store_id}&days=5`,
    )
    const open = days.filter(({ slots }) => slots.length > 0)
    const slots = open[i % Math.max(1, open.length)]?.slots ?? []
    const starts_at = slots[(i * 3) % Math.max(1, slots.length)]?.starts_at
    if (!starts_at) continue
    const { id } = await ask<{ id: string }>(door, 'POST', '/appointments', {
      body: {
        ...{ key: `demo:${service.id}:${customer_id}`, customer_id, service_id: service.id },
        ...{ store_id, staff_id: null, starts_at, note: i % 4 === 0 ? '第一次来' : '' },
      },
    })
    await goOn(door, id, { place: i, store_id, slots })
  }
}
