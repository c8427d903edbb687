import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { GivenBenefit, getBenefit, setBenefit } from './definition.ts'

const tags = ['products']
const AtSku = z.object({ sku: z.string().min(1).max(255) })
const Out = z.object({
  benefit: GivenBenefit.nullable().describe('null: nothing, or a benefit card'),
  card_plan: z.string().nullable().describe('The plan of benefit cards that it buys'),
  revision: z.number().int(),
})

export function benefitProductRoutes(app: Http): void {
  app.get(
    '/products/:sku/benefit',
    {
      config: { access: 'goods:read', scoped: true },
      schema: {
        ...{ tags, summary: 'What a product gives when it is paid', params: AtSku },
        response: { 200: Out },
      },
    },
    ({ ctx, params }) => getBenefit(ctx, params.sku),
  )
  app.put(
    '/products/:sku/benefit',
    {
      config: { access: 'goods:write' },
      schema: {
        ...{ tags, summary: 'Say what a product gives; orders keep what they promised' },
        params: AtSku,
        body: z.object({
          benefit: GivenBenefit.nullable(),
          revision: z.number().int().min(0).describe('As it was read'),
        }),
        response: { 200: Out },
      },
    },
    ({ ctx, params, body }) => setBenefit(ctx, params.sku, body.benefit, body.revision),
  )
}
