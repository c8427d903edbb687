import { z } from 'zod'
import { storesInSight } from '../../org/index.ts'
import { BatchAnswer, BatchIds, eachOf } from '../../platform/batch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid, notFound } from '../../platform/errors.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { canonicalInScope } from '../../profile/index.ts'
import { freeSlots } from '../slots/free.ts'
import { takeStep } from './attend.ts'
import { book } from './book.ts'
import { cancel, reschedule } from './change.ts'
import {
  appointmentsInSight,
  countDays,
  getAppointment,
  type ListedAppointment,
  listAppointments,
} from './queries.ts'
import {
  AppointmentOut,
  AppointmentQuery,
  Day,
  FreeSlots,
  FreeSlotsQuery,
  Key,
  Note,
  When,
} from './shapes.ts'
import { type Step, stepsFrom } from './states.ts'

const tags = ['appointments']
const Id = z.object({ id: z.guid() })
const read = { access: 'appointments:read', scoped: true } as const
const write = { access: 'appointments:write', scoped: true } as const
const Count = z.number().int()

export const shownAppointment = (a: ListedAppointment): z.infer<typeof AppointmentOut> => ({
  ...{ id: a.id, code: a.code, state: a.state, steps: stepsFrom(a.state) },
  service: { id: a.service_id, name: a.service_name },
  store: { id: a.store_code, name: a.store_name },
  staff: a.staff_code === null ? null : { id: a.staff_code, name: a.staff_name ?? a.staff_code },
  ...{ customer_id: a.customer_id, name: a.name, phone: a.phone },
  ...{ starts_at: a.starts_at.toISOString(), ends_at: a.ends_at.toISOString(), time_zone: a.zone },
  ...{ booked_by: a.booked_by, cancelled_by: a.cancelled_by, note: a.note, reason: a.reason },
  created_at: a.created_at.toISOString(),
  checked_in_at: a.checked_in_at?.toISOString() ?? null,
  completed_at: a.completed_at?.toISOString() ?? null,
  missed_at: a.missed_at?.toISOString() ?? null,
  cancelled_at: a.cancelled_at?.toISOString() ?? null,
})

/** @throws 404 for a store somebody neither works at nor answers for */
async function demandOwnStore(ctx: Ctx, store: string): Promise<void> {
  const seen = await storesInSight(ctx)
  if (seen && !seen.includes(store)) throw notFound('store')
}

export function appointmentRoutes(app: Http): void {
  app.get(
    '/appointment-services/:id/slots',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'When a service is free, by day', params: Id },
        description: 'As staff book: how long before is not asked.',
        querystring: FreeSlotsQuery,
        response: { 200: FreeSlots },
      },
    },
    ({ ctx, params, query }) =>
      freeSlots(ctx, {
        ...{ service: params.id, store: query.store_id, staff: query.staff_id ?? null },
        ...{ from: query.from ?? null, days: query.days, by: 'staff' },
      }),
  )
  app.get(
    '/appointments',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'Appointments, as they come' },
        querystring: z.object({ ...pageQuery, ...AppointmentQuery }),
        response: { 200: pageOf(AppointmentOut) },
      },
    },
    async ({ ctx, query }) => {
      const { items, next_cursor } = await listAppointments(ctx, query)
      return { items: items.map(shownAppointment), next_cursor }
    },
  )
  app.get(
    '/appointment-days',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'How many appointments there are each day, by state' },
        querystring: z.object({
          ...AppointmentQuery,
          from: Day,
          to: Day.describe('At most 62 days later'),
        }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                day: z.string(),
                booked: Count,
                checked_in: Count,
                completed: Count,
                missed: Count,
                cancelled: Count,
              }),
            ),
          }),
        },
      },
    },
    async ({ ctx, query }) => {
      const days = (Date.parse(query.to) - Date.parse(query.from)) / 86_400_000
      if (days < 0 || days > 62) throw invalid('too_many_days', 'Ask for at most 62 days')
      return { items: await countDays(ctx, query) }
    },
  )
  app.get(
    '/appointments/:id',
    {
      config: read,
      schema: { tags, summary: 'An appointment', params: Id, response: { 200: AppointmentOut } },
    },
    async ({ ctx, params }) => shownAppointment(await getAppointment(ctx, params.id)),
  )
  app.post(
    '/appointments',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Book for a customer; the same key is the same appointment' },
        body: z.object({
          key: Key,
          customer_id: z.number().int().min(1).max(4_294_967_295),
          service_id: z.guid(),
          ...When,
          note: Note,
        }),
        response: { 200: AppointmentOut, 201: AppointmentOut },
      },
    },
    async ({ ctx, body }, reply) => {
      await canonicalInScope(ctx, body.customer_id)
      await demandOwnStore(ctx, body.store_id)
      const { appointment, isNew } = await book(ctx, {
        ...{ key: body.key, service: body.service_id, node: body.customer_id, note: body.note },
        ...{ store: body.store_id, staff: body.staff_id, by: 'staff' },
        startsAt: new Date(body.starts_at),
      })
      const shown = shownAppointment(await getAppointment(ctx, appointment.id))
      return reply.code(isNew ? 201 : 200).send(shown)
    },
  )
  app.post(
    '/appointments/:id/reschedule',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Move it to another time, store or member of staff', params: Id },
        body: z.object(When),
        response: { 200: AppointmentOut },
      },
    },
    async ({ ctx, params, body }) => {
      await demandOwnStore(ctx, body.store_id)
      const wanted = { store: body.store_id, staff: body.staff_id, by: 'staff' as const }
      const startsAt = new Date(body.starts_at)
      await reschedule(ctx, params.id, { ...wanted, startsAt }, await appointmentsInSight(ctx))
      return shownAppointment(await getAppointment(ctx, params.id))
    },
  )
  app.post(
    '/appointments/:id/cancel',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Cancel it; she is told', params: Id },
        body: z.object({ reason: z.string().trim().max(500).default('') }),
        response: { 200: AppointmentOut },
      },
    },
    async ({ ctx, params, body }) => {
      const given = { by: 'staff' as const, reason: body.reason }
      await cancel(ctx, params.id, given, await appointmentsInSight(ctx))
      return shownAppointment(await getAppointment(ctx, params.id))
    },
  )
  app.post(
    '/appointments/steps',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'The same step for many; what cannot is told by row' },
        body: z.object({ ids: BatchIds, step: z.enum(['check_in', 'complete', 'miss']) }),
        response: { 200: BatchAnswer },
      },
    },
    async ({ ctx, body }) => {
      const inSight = await appointmentsInSight(ctx)
      return eachOf(body.ids, (id) => takeStep(ctx, id, body.step, inSight))
    },
  )
  app.post(
    '/appointments/cancel',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Cancel many; each customer is told' },
        body: z.object({ ids: BatchIds, reason: z.string().trim().max(500).default('') }),
        response: { 200: BatchAnswer },
      },
    },
    async ({ ctx, body }) => {
      const inSight = await appointmentsInSight(ctx)
      const given = { by: 'staff' as const, reason: body.reason }
      return eachOf(body.ids, (id) => cancel(ctx, id, given, inSight))
    },
  )
  const stepRoute = (path: string, step: Step, summary: string) =>
    app.post(
      `/appointments/:id/${path}`,
      {
        config: write,
        schema: { tags, summary, params: Id, response: { 200: AppointmentOut } },
      },
      async ({ ctx, params }) => {
        await takeStep(ctx, params.id, step, await appointmentsInSight(ctx))
        return shownAppointment(await getAppointment(ctx, params.id))
      },
    )
  stepRoute('check-in', 'check_in', 'She is there')
  stepRoute('complete', 'complete', 'It is done')
  stepRoute('miss', 'miss', 'She did not come')
}
