import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { CustomerId } from './customer-id.ts'
import { addRelation, endRelation, relationsOf } from './relations.ts'

const tags = ['relations']
const StateName = z.enum(['friend', 'deleted_by_customer', 'deleted_by_staff'])
const Relations = z.object({
  items: z.array(
    z.object({
      staff_id: z.string(),
      staff_name: z.string().nullable().describe('Null for a code that is no staff member’s'),
      staff_left: z.boolean(),
      store_id: z.string().nullable(),
      store_name: z.string().nullable(),
      state: StateName,
      source: z.string(),
      added_at: z.iso.datetime(),
      ended_at: z.iso.datetime().nullable(),
    }),
  ),
  history: z.array(
    z.object({
      id: z.uuid(),
      staff_id: z.string(),
      staff_name: z.string().nullable(),
      state: StateName,
      at: z.iso.datetime(),
      source: z.string(),
      actor: z.string(),
    }),
  ),
  history_is_longer: z.boolean(),
})

export async function relationRoutes(app: Http): Promise<void> {
  app.get(
    '/customers/:id/relations',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'Which staff a customer is friends with, and was',
        params: z.object({ id: CustomerId }),
        response: { 200: Relations },
      },
    },
    (request) => relationsOf(request.ctx, request.params.id),
  )
  app.post(
    '/customers/:id/relations',
    {
      config: { access: 'customers:write', scoped: true },
      schema: {
        tags,
        summary: 'Write down that a customer and a staff member are friends',
        params: z.object({ id: CustomerId }),
        body: z.object({
          staff_id: z.string().trim().min(1).max(100).describe('The staff member’s code'),
          channel_id: z.string().trim().max(100).nullable().default(null),
        }),
        response: { 200: Relations },
      },
    },
    async (request) => {
      const { ctx, params, body } = request
      await addRelation(ctx, params.id, { staffId: body.staff_id, channelId: body.channel_id })
      return relationsOf(ctx, params.id)
    },
  )
  app.post(
    '/customers/:id/relations/:staff/end',
    {
      config: { access: 'customers:write', scoped: true },
      schema: {
        tags,
        summary: 'Write down that one of them deleted the other',
        params: z.object({ id: CustomerId, staff: z.string().max(100) }),
        body: z.object({
          by: z.enum(['customer', 'staff']).default('customer'),
        }),
        response: { 200: Relations },
      },
    },
    async (request) => {
      const { ctx, params, body } = request
      await endRelation(ctx, params.id, params.staff, `deleted_by_${body.by}`)
      return relationsOf(ctx, params.id)
    },
  )
}
