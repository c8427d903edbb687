import { z } from 'zod'
import {
  APPOINTMENT_STATES,
  book,
  cancel,
  FreeSlots,
  FreeSlotsQuery,
  freeSlots,
  Key,
  Note,
  offeredService,
  offeredServices,
  ofNodes,
  ownAppointment,
  ownAppointments,
  reschedule,
  When,
} from '../appointments/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { ownNodes, shopperOf } from './session.ts'

const tags = ['shop']
const AtShop = z.object({ shop: z.string().min(1).max(80) })
const AtOne = AtShop.extend({ id: z.guid() })
const Int = z.number().int()
const Service = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  duration_minutes: Int,
  by_staff: z.boolean().describe('Somebody gives it'),
  cancel_minutes: Int.describe('Until so long before, she cancels or moves it herself'),
  horizon_days: Int.describe('So many days ahead it is booked'),
})
const Named = z.object({ id: z.string(), name: z.string() })
const Time = z.iso.datetime()
const Own = z.object({
  id: z.uuid(),
  code: z.string().describe('To be shown in the store'),
  state: z.enum(APPOINTMENT_STATES),
  service: Named,
  store: Named.extend({ address: z.string() }),
  staff: Named.nullable(),
  starts_at: Time,
  ends_at: Time,
  time_zone: z.string().describe('By whose clock the store works'),
  note: z.string(),
  reason: z.string().describe('Why it was cancelled'),
  changeable_until: Time.nullable().describe('Until then she cancels or moves it herself'),
})

/** What a customer books, and what she has booked. */
export function shopAppointmentRoutes(app: Http, visiting: (slug: string) => Promise<Ctx>): void {
  app.get(
    '/shop/:shop/appointment-services',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'What can be booked', params: AtShop },
        response: { 200: z.object({ items: z.array(Service) }) },
      },
    },
    async ({ params }) => ({ items: await offeredServices(await visiting(params.shop)) }),
  )
  app.get(
    '/shop/:shop/appointment-services/:id',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'One of them, where it is and with whom', params: AtOne },
        response: {
          200: Service.extend({
            stores: z.array(
              Named.extend({
                address: z.string(),
                time_zone: z.string(),
                staff: z.array(Named).describe('Who gives it there'),
              }),
            ),
          }),
        },
      },
    },
    async ({ params }) => offeredService(await visiting(params.shop), params.id),
  )
  app.get(
    '/shop/:shop/appointment-services/:id/slots',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'When it is free, by day', params: AtOne },
        ...{ querystring: FreeSlotsQuery, response: { 200: FreeSlots } },
      },
    },
    async ({ params, query }) =>
      freeSlots(await visiting(params.shop), {
        ...{ service: params.id, store: query.store_id, staff: query.staff_id ?? null },
        ...{ from: query.from ?? null, days: query.days, by: 'customer' },
      }),
  )
  app.get(
    '/shop/:shop/appointments',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Her appointments, what is furthest ahead first', params: AtShop },
        querystring: z.object(pageQuery),
        response: { 200: pageOf(Own) },
      },
    },
    async ({ ctx, query }) => ownAppointments(ctx, await ownNodes(ctx), query),
  )
  app.get(
    '/shop/:shop/appointments/:id',
    {
      config: { access: 'shopper' },
      schema: { tags, summary: 'One of hers', params: AtOne, response: { 200: Own } },
    },
    async ({ ctx, params }) => ownAppointment(ctx, await ownNodes(ctx), params.id),
  )
  app.post(
    '/shop/:shop/appointments',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Book; the same key is the same appointment', params: AtShop },
        body: z.object({ key: Key, service_id: z.guid(), ...When, note: Note }),
        response: { 200: Own, 201: Own },
      },
    },
    async ({ ctx, body }, reply) => {
      const { appointment, isNew } = await book(ctx, {
        // A key of hers is nobody else's, whatever it says.
        ...{ key: `${shopperOf(ctx)}:${body.key}`, service: body.service_id, note: body.note },
        ...{ store: body.store_id, staff: body.staff_id, startsAt: new Date(body.starts_at) },
        ...{ node: shopperOf(ctx), by: 'customer' },
      })
      const own = await ownAppointment(ctx, await ownNodes(ctx), appointment.id)
      return reply.code(isNew ? 201 : 200).send(own)
    },
  )
  app.post(
    '/shop/:shop/appointments/:id/reschedule',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Move it, as long as it may be moved', params: AtOne },
        ...{ body: z.object(When), response: { 200: Own } },
      },
    },
    async ({ ctx, params, body }) => {
      const nodes = await ownNodes(ctx)
      const wanted = { store: body.store_id, staff: body.staff_id, by: 'customer' as const }
      const startsAt = new Date(body.starts_at)
      await reschedule(ctx, params.id, { ...wanted, startsAt }, ofNodes(nodes))
      return ownAppointment(ctx, nodes, params.id)
    },
  )
  app.post(
    '/shop/:shop/appointments/:id/cancel',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'Cancel it, as long as it may be cancelled', params: AtOne },
        response: { 200: Own },
      },
    },
    async ({ ctx, params }) => {
      const nodes = await ownNodes(ctx)
      await cancel(ctx, params.id, { by: 'customer', reason: '' }, ofNodes(nodes))
      return ownAppointment(ctx, nodes, params.id)
    },
  )
}
