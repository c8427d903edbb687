import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import {
  changeService,
  createService,
  getService,
  listServices,
  setServiceState,
} from './services.ts'
import { SERVICE_STATES, ServiceFields } from './shapes.ts'

const tags = ['appointments']
const Id = z.object({ id: z.guid() })
const read = { access: 'appointments:read', scoped: true } as const
const write = { access: 'shop:write' } as const
const Service = ServiceFields.extend({
  id: z.uuid(),
  state: z.enum(SERVICE_STATES),
  revision: z.number().int(),
})

export function serviceRoutes(app: Http): void {
  app.get(
    '/appointment-services',
    {
      config: read,
      schema: {
        ...{ tags, summary: 'What can be booked, by name' },
        querystring: z.object({
          ...pageQuery,
          q: z.string().trim().max(100).optional().describe('In its name'),
          state: z.enum(SERVICE_STATES).optional(),
          store_id: z.string().max(255).optional().describe('A store that offers it'),
        }),
        response: { 200: pageOf(Service) },
      },
    },
    ({ ctx, query }) => listServices(ctx, query),
  )
  app.post(
    '/appointment-services',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Make a service; nobody books it yet' },
        body: ServiceFields,
        response: { 201: Service },
      },
    },
    async ({ ctx, body }, reply) => reply.code(201).send(await createService(ctx, body)),
  )
  app.get(
    '/appointment-services/:id',
    {
      config: read,
      schema: { tags, summary: 'A service', params: Id, response: { 200: Service } },
    },
    ({ ctx, params }) => getService(ctx, params.id),
  )
  app.put(
    '/appointment-services/:id',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Change a service; what is booked stays as it was booked', params: Id },
        body: ServiceFields.extend({ revision: z.number().int() }),
        response: { 200: Service },
      },
    },
    ({ ctx, params, body }) => changeService(ctx, params.id, body),
  )
  app.put(
    '/appointment-services/:id/state',
    {
      config: write,
      schema: {
        ...{ tags, summary: 'Take bookings, or no more; those there are stand', params: Id },
        body: z.object({ state: z.enum(['live', 'stopped']) }),
        response: { 200: Service },
      },
    },
    ({ ctx, params, body }) => setServiceState(ctx, params.id, body.state),
  )
}
