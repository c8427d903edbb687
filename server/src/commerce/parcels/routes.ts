import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { refreshParcel } from './ask.ts'
import { demandParcelInSight, handleParcel, listProblemParcels, PROBLEMS } from './problems.ts'
import { PARCEL_STATES } from './states.ts'

const tags = ['own orders']
const ById = z.object({ id: z.uuid().describe('The shipment’s') })
const Ok = z.object({ ok: z.literal(true) })
const Time = z.iso.datetime()

export function parcelRoutes(app: Http): void {
  app.get(
    '/parcels/problems',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        ...{ tags, summary: 'Parcels that somebody should see to, longest under way first' },
        querystring: z.object({ ...pageQuery, problem: z.enum(PROBLEMS).optional() }),
        response: {
          200: pageOf(
            z.object({
              shipment_id: z.uuid(),
              order_id: z.uuid(),
              order_number: z.string(),
              store: z.string(),
              carrier: z.string(),
              number: z.string(),
              state: z.enum(PARCEL_STATES),
              problem: z
                .enum(PROBLEMS)
                .describe('no_trace: none 48 h after sending; stuck: no new one for 72 h'),
              fault: z.string().nullable().describe('Why it is not followed'),
              last_text: z.string().nullable(),
              last_trace_at: Time.nullable(),
              shipped_at: Time,
            }),
          ),
        },
      },
    },
    ({ ctx, query }) => listProblemParcels(ctx, query),
  )
  app.post(
    '/parcels/:id/refresh',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        ...{ tags, summary: 'Ask where a parcel is now', params: ById, response: { 200: Ok } },
      },
    },
    async ({ ctx, params }) => {
      await demandParcelInSight(ctx, params.id)
      await refreshParcel(ctx, params.id)
      return { ok: true as const }
    },
  )
  app.post(
    '/parcels/:id/handled',
    {
      config: { access: 'orders:write', scoped: true },
      schema: {
        ...{ tags, summary: 'It was seen to; off the list until something new is said of it' },
        params: ById,
        body: z.object({ note: z.string().trim().max(500).default('') }),
        response: { 200: Ok },
      },
    },
    async ({ ctx, params, body }) => {
      await demandParcelInSight(ctx, params.id)
      await handleParcel(ctx, params.id, body.note)
      return { ok: true as const }
    },
  )
}
