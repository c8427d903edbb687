import { z } from 'zod'
import {
  AudienceShape,
  CustomerShape,
  customersIn,
  getAudience,
  listOf,
} from '../../audiences/index.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf } from '../../platform/page.ts'
import { behind, thoseBehind } from './customers.ts'
import { Figure } from './shape.ts'

const tags = ['insight']

export function cellRoutes(app: Http): void {
  app.post(
    '/insight/customers',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'The customers behind a figure of a funnel, a cohort or a trend',
        description:
          'In the order of their ids. Who has just been erased or left the asker’s scope is passed over, so a page may be shorter than asked.',
        body: z.object({
          figure: Figure,
          limit: z.number().int().min(1).max(100).default(20),
          cursor: z.string().max(500).optional(),
        }),
        response: { 200: pageOf(CustomerShape) },
      },
    },
    async (request) => {
      const { figure, ...page } = request.body
      const { customers, reading } = await behind(request.ctx, figure)
      return customersIn(request.ctx, customers, reading.reading, page)
    },
  )
  app.post(
    '/insight/audience',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'A list of the customers behind a figure, as they are now',
        body: z.object({
          figure: Figure,
          name: z.string().trim().min(1).max(100),
          description: z.string().trim().max(2_000).default(''),
        }),
        response: { 201: AudienceShape },
      },
    },
    async (request, reply) => {
      const { figure, ...words } = request.body
      const id = await listOf(request.ctx, words, await thoseBehind(request.ctx, figure))
      return reply.code(201).send(await getAudience(request.ctx, id))
    },
  )
}
