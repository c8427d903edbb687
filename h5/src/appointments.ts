// What can be booked and what she has booked, as the API says it.
import { answer, client, here } from './api/client.ts'

const at = (id: string) => ({ path: { ...here, id } })
export const loadServices = () =>
  answer(client.GET('/api/v1/shop/{shop}/appointment-services', { params: { path: here } }))
export const loadService = (id: string) =>
  answer(client.GET('/api/v1/shop/{shop}/appointment-services/{id}', { params: at(id) }))
export const loadSlots = (
  id: string,
  query: { store_id: string; staff_id?: string; from?: string; days: number },
) =>
  answer(
    client.GET('/api/v1/shop/{shop}/appointment-services/{id}/slots', {
      params: { ...at(id), query },
    }),
  )
export const loadAppointments = (cursor?: string) =>
  answer(
    client.GET('/api/v1/shop/{shop}/appointments', {
      params: { path: here, query: { limit: 20, ...(cursor && { cursor }) } },
    }),
  )
export const loadAppointment = (id: string) =>
  answer(client.GET('/api/v1/shop/{shop}/appointments/{id}', { params: at(id) }))

interface When {
  store_id: string
  staff_id: string | null
  starts_at: string
}
export const bookAppointment = (body: When & { key: string; service_id: string; note: string }) =>
  answer(client.POST('/api/v1/shop/{shop}/appointments', { params: { path: here }, body }))
export const moveAppointment = (id: string, body: When) =>
  answer(client.POST('/api/v1/shop/{shop}/appointments/{id}/reschedule', { params: at(id), body }))
export const cancelAppointment = (id: string) =>
  answer(client.POST('/api/v1/shop/{shop}/appointments/{id}/cancel', { params: at(id) }))

export type Service = Awaited<ReturnType<typeof loadService>>
export type Store = Service['stores'][number]
export type FreeDay = Awaited<ReturnType<typeof loadSlots>>['days'][number]
export type Appointment = Awaited<ReturnType<typeof loadAppointment>>

const lang = () => document.documentElement.lang
/** By the clock of the store, wherever she is. */
export const clockIn = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat(lang(), {
    ...({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const),
    timeZone,
  }).format(new Date(at))
export const dayIn = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat(lang(), {
    ...({ month: 'short', day: 'numeric', weekday: 'short' } as const),
    timeZone,
  }).format(new Date(at))
/** A day of a calendar, which is the same everywhere. */
export const dayName = (day: string): string => dayIn(`${day}T12:00:00Z`, 'UTC')
export const timesOf = (a: Pick<Appointment, 'starts_at' | 'ends_at' | 'time_zone'>): string =>
  `${dayIn(a.starts_at, a.time_zone)} ${clockIn(a.starts_at, a.time_zone)}–${clockIn(a.ends_at, a.time_zone)}`
