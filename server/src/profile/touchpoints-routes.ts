import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { CustomerId } from './customer-id.ts'
import { TOUCHPOINT_KINDS } from './touchpoint-rules.ts'
import { customerTouchpoints, reportTouchpoint } from './touchpoints.ts'

const tags = ['touchpoints']
const Kind = z.enum(TOUCHPOINT_KINDS)
const StateName = z.enum(['reachable', 'do_not_disturb', 'deleted', 'unsubscribed'])
const Touchpoint = z.object({
  kind: Kind,
  ref: z.string().describe('Address, app, group or staff id; addresses masked by role'),
  state: StateName,
  since: z.iso.datetime(),
  source: z.string(),
  reason: z.string(),
})
const Touchpoints = z.object({
  items: z.array(Touchpoint),
  live: z.number().int().describe('How many can be used now'),
  history: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      ref: z.string(),
      state: z.string(),
      at: z.iso.datetime(),
      source: z.string(),
      reason: z.string(),
    }),
  ),
  history_is_longer: z.boolean(),
})

export async function touchpointRoutes(app: Http): Promise<void> {
  app.get(
    '/customers/:id/touchpoints',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'Everywhere a customer can be reached, and the reports about it, newest first',
        params: z.object({ id: CustomerId }),
        response: { 200: Touchpoints },
      },
    },
    (request) => customerTouchpoints(request.ctx, request.params.id),
  )
  app.post(
    '/customers/:id/touchpoints',
    {
      config: { access: 'consent:write', scoped: true },
      schema: {
        tags,
        summary: 'Report the state of a touchpoint, e.g. that she asked not to be disturbed there',
        params: z.object({ id: CustomerId }),
        body: z.object({
          kind: Kind,
          ref: z.string().trim().max(255).default('').describe('Empty: all of this kind'),
          state: StateName,
          reason: z.string().trim().max(200).default(''),
        }),
        response: { 200: Touchpoints },
      },
    },
    async (request) => {
      await reportTouchpoint(request.ctx, request.params.id, request.body)
      return customerTouchpoints(request.ctx, request.params.id)
    },
  )
}
