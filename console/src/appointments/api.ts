import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Item, Search, Sent } from '../api/shapes.ts'

export type Appointment = Item<'/api/v1/appointments'>
export type AppointmentState = Appointment['state']
export type Step = Appointment['steps'][number]
export type Service = Item<'/api/v1/appointment-services'>
export type ServiceFields = Sent<'/api/v1/appointment-services'>
export type StoreHours = Item<'/api/v1/appointment-stores'>

export const STATES = ['booked', 'checked_in', 'completed', 'missed', 'cancelled'] as const
export const SERVICE_STATES = ['draft', 'live', 'stopped'] as const
export const TONES = {
  ...({ booked: 'info', checked_in: 'good', completed: 'good' } as const),
  ...({ missed: 'bad', cancelled: 'plain' } as const),
} as const
export const SERVICE_TONES = { draft: 'plain', live: 'good', stopped: 'warning' } as const

const KEY = 'appointments'
const path = (id: string) => ({ params: { path: { id } } })

/** What one change of an appointment, a service or a store's hours makes old. */
export function useAppointmentsChanged() {
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries({ queryKey: [KEY] })
}

export const appointmentsQuery = (query: Search<'/api/v1/appointments'>) =>
  queryOptions({
    queryKey: [KEY, 'list', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/appointments', { params: { query }, signal })),
  })
export const appointmentQuery = (id: string) =>
  queryOptions({
    queryKey: [KEY, 'one', id],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/appointments/{id}', { ...path(id), signal })),
  })
export const daysQuery = (query: Search<'/api/v1/appointment-days'>) =>
  queryOptions({
    queryKey: [KEY, 'days', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/appointment-days', { params: { query }, signal })),
  })
export const bookAppointment = (body: Sent<'/api/v1/appointments'>) =>
  answer(client.POST('/api/v1/appointments', { body }))
export const moveAppointment = (id: string, body: Sent<'/api/v1/appointments/{id}/reschedule'>) =>
  answer(client.POST('/api/v1/appointments/{id}/reschedule', { ...path(id), body }))
export const cancelAppointment = (id: string, reason: string) =>
  answer(client.POST('/api/v1/appointments/{id}/cancel', { ...path(id), body: { reason } }))
const STEP_PATHS = {
  check_in: '/api/v1/appointments/{id}/check-in',
  complete: '/api/v1/appointments/{id}/complete',
  miss: '/api/v1/appointments/{id}/miss',
} as const
export const takeStep = (id: string, step: Step) => answer(client.POST(STEP_PATHS[step], path(id)))
export const takeStepAll = (body: Sent<'/api/v1/appointments/steps'>) =>
  answer(client.POST('/api/v1/appointments/steps', { body }))
export const cancelAll = (body: Sent<'/api/v1/appointments/cancel'>) =>
  answer(client.POST('/api/v1/appointments/cancel', { body }))

export const servicesQuery = (query: Search<'/api/v1/appointment-services'>) =>
  queryOptions({
    queryKey: [KEY, 'services', query],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/appointment-services', { params: { query }, signal })),
  })
export const saveService = (service: Service | undefined, fields: ServiceFields) =>
  service
    ? answer(
        client.PUT('/api/v1/appointment-services/{id}', {
          ...path(service.id),
          body: { ...fields, revision: service.revision },
        }),
      )
    : answer(client.POST('/api/v1/appointment-services', { body: fields }))
export const setServiceState = (id: string, state: 'live' | 'stopped') =>
  answer(client.PUT('/api/v1/appointment-services/{id}/state', { ...path(id), body: { state } }))
export const slotsQuery = (
  id: string,
  query: { store_id: string; staff_id?: string; from: string; days: number },
) =>
  queryOptions({
    queryKey: [KEY, 'slots', id, query],
    queryFn: ({ signal }) =>
      answer(
        client.GET('/api/v1/appointment-services/{id}/slots', {
          params: { path: { id }, query },
          signal,
        }),
      ),
  })
export const hoursQuery = queryOptions({
  queryKey: [KEY, 'stores'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/appointment-stores', { signal })),
})
export const saveHours = (store: string, body: Sent<'/api/v1/appointment-stores/{store}', 'put'>) =>
  answer(client.PUT('/api/v1/appointment-stores/{store}', { params: { path: { store } }, body }))
