import { z } from 'zod'
import {
  Address,
  acceptQuotation,
  declineQuotation,
  QuotationForHer,
  shownQuotation,
  shownToHer,
} from '../commerce/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { forbidden } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { ownNodes } from './session.ts'

const tags = ['shop']
const AtQuotation = z.object({
  shop: z.string().min(1).max(80),
  code: z.string().min(1).max(40).describe('What its link ends in'),
})
const Version = z.number().int().min(1).describe('Which she has read')

/** Within the shop she acts as herself; the quotations' own rules of sight are for staff. */
const unscoped = (ctx: Ctx): Ctx => ({
  ...ctx,
  actor: { ...ctx.actor, scope: { kind: 'all', ids: [] } },
})

/** Who has the link reads it; only she answers. @returns its id @throws 401, 403 quotation_not_hers, 404 */
async function hersOf(ctx: Ctx, code: string): Promise<string> {
  const nodes = await ownNodes(ctx)
  const { id, node_id } = await shownQuotation(ctx, code)
  if (node_id === null || !nodes.includes(node_id))
    throw forbidden('quotation_not_hers', 'This quotation was made for somebody else')
  return id
}

export function shopQuotationRoutes(app: Http, visiting: (slug: string) => Promise<Ctx>): void {
  app.get(
    '/shop/:shop/quotations/:code',
    {
      config: { access: 'public' },
      schema: {
        ...{ tags, summary: 'A quotation as it was last sent, for whoever has its link' },
        params: AtQuotation,
        response: { 200: QuotationForHer },
      },
    },
    async ({ params }) => {
      const ctx = await visiting(params.shop)
      return shownToHer(ctx, await shownQuotation(ctx, params.code))
    },
  )
  app.post(
    '/shop/:shop/quotations/:code/accept',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'She says yes; it becomes one order, however often she says it' },
        params: AtQuotation,
        body: z.object({
          version: Version,
          address: Address.nullable().default(null).describe('null: picked up'),
          agreed: z.boolean().default(false).describe('She agrees to what earnest money means'),
        }),
        response: { 200: z.object({ order_id: z.string() }) },
      },
    },
    async ({ ctx, params, body }) => {
      const id = await hersOf(ctx, params.code)
      return { order_id: await acceptQuotation(unscoped(ctx), id, body) }
    },
  )
  app.post(
    '/shop/:shop/quotations/:code/decline',
    {
      config: { access: 'shopper' },
      schema: {
        ...{ tags, summary: 'She says no, and why if she likes', params: AtQuotation },
        body: z.object({ version: Version, reason: z.string().trim().max(500).default('') }),
        response: { 200: z.object({ ok: z.literal(true) }) },
      },
    },
    async ({ ctx, params, body }) => {
      await declineQuotation(unscoped(ctx), await hersOf(ctx, params.code), body)
      return { ok: true as const }
    },
  )
}
