// Whom orders count for, in the API: the rule, an order's shares and their correction, and the sums.
import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { demandOrderInSight } from '../order-list.ts'
import { affiliateRoutes } from './affiliate-routes.ts'
import { correctCredit, correctionsOf } from './correction.ts'
import { creditOf } from './credit.ts'
import { creditedByMonth, creditedTo, namesOf } from './report.ts'
import { AFFILIATE_WAYS, CREDIT_KINDS, GUIDE_WAYS, STORE_WAYS } from './rule.ts'
import { changeCreditRule, creditRule } from './rules.ts'

const tags = ['own orders']
const Kind = z.enum(CREDIT_KINDS)
const Fen = z.number().int()
const Time = z.iso.datetime()
export const Month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .describe('YYYY-MM by the brand’s clock')
const once = <T>(values: readonly T[]) => new Set(values).size === values.length

const Rule = z.object({
  version: z
    .number()
    .int()
    .min(0)
    .describe('0: the brand has made none; when changing, the one it changes'),
  guides: z
    .array(z.enum(GUIDE_WAYS))
    .refine(once, 'each way once')
    .describe('The first of these ways that names somebody who works for the brand is the guide'),
  stores: z
    .array(z.enum(STORE_WAYS))
    .refine(once, 'each way once')
    .describe('The first store that is known; without any, the one that sells'),
  affiliates: z
    .enum(AFFILIATE_WAYS)
    .default('beside_guide')
    .describe('An affiliate counts beside the guide, only without one, in place of one, or never'),
})
const OrderParams = z.object({ id: z.uuid() })
const Shares = z.record(z.string(), z.number().int()).describe('Subject to basis points')
const OrderCredit = z.object({
  credits: z.array(
    z.object({
      sku: z.string(),
      kind: Kind,
      subject: z
        .string()
        .describe('A code of a store, a guide, a channel, an activity, a room or an affiliate'),
      name: z.string().nullable().describe('Of a store or a guide'),
      share_bp: z.number().int(),
      fen: Fen,
      reversed_fen: Fen.describe('Of it, what went back'),
      because: z.enum([...GUIDE_WAYS, ...STORE_WAYS, 'link', 'offers', 'corrected']),
      rule_version: z.number().int(),
      fixed_at: Time,
    }),
  ),
  corrections: z.array(
    z.object({
      kind: Kind,
      before: Shares,
      after: Shares,
      reason: z.string(),
      actor: z.string(),
      at: Time,
    }),
  ),
})

const Credited = z.object({
  subject: z.string(),
  name: z.string().nullable(),
  orders: z.number().int(),
  fen: Fen,
  reversed_fen: Fen.describe('Of it, what went back, whenever it did'),
  net_fen: Fen,
})

const shown = async (...[ctx, id]: Parameters<typeof creditOf>) => ({
  credits: await namedCredits(ctx, id),
  corrections: (await correctionsOf(ctx, id)).map((c) => ({ ...c, at: c.at.toISOString() })),
})

async function namedCredits(...[ctx, id]: Parameters<typeof creditOf>) {
  const credits = await creditOf(ctx, id)
  const codes = (kind: 'store' | 'staff') =>
    credits.filter((c) => c.kind === kind).map((c) => c.subject)
  const names = {
    store: await namesOf(ctx, 'store', codes('store')),
    staff: await namesOf(ctx, 'staff', codes('staff')),
  }
  return credits.map((c) => ({
    ...c,
    name:
      (c.kind === 'store' || c.kind === 'staff' ? names[c.kind].get(c.subject)?.name : null) ??
      null,
    fixed_at: c.fixed_at.toISOString(),
  }))
}

export function creditRoutes(app: Http): void {
  app.get(
    '/credit-rule',
    {
      config: { access: 'orders:read' },
      schema: {
        tags,
        summary: 'By what rule an order counts for a guide and a store',
        response: { 200: Rule },
      },
    },
    ({ ctx }) => creditRule(ctx),
  )
  app.put(
    '/credit-rule',
    {
      config: { access: 'orders:write' },
      schema: {
        tags,
        summary: 'Change that rule for what is paid from now on; a new version each time',
        body: Rule,
        response: { 200: Rule },
      },
    },
    ({ ctx, body }) => changeCreditRule(ctx, body),
  )
  app.get(
    '/own-orders/:id/credit',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags,
        summary: 'Whom each line of a paid order counts for, and what was corrected',
        params: OrderParams,
        response: { 200: OrderCredit },
      },
    },
    async ({ ctx, params }) => {
      await demandOrderInSight(ctx, params.id)
      return shown(ctx, params.id)
    },
  )
  app.post(
    '/own-orders/:id/credit',
    {
      config: { access: 'orders:write' },
      schema: {
        tags,
        summary: 'Correct whom a paid order counts for, with the reason',
        params: OrderParams,
        body: z.object({
          kind: Kind,
          shares: z
            .array(
              z.object({
                subject: z.string().trim().min(1).max(255),
                share_bp: z.number().int().min(1).max(10_000),
              }),
            )
            .max(20)
            .describe('10,000 together; none: it counts for nobody of this kind'),
          reason: z.string().trim().min(1).max(500),
        }),
        response: { 200: OrderCredit },
      },
    },
    async ({ ctx, params, body }) => {
      const shares = body.shares.map(({ subject, share_bp }) => ({ subject, shareBp: share_bp }))
      await correctCredit(ctx, params.id, { ...body, shares })
      return shown(ctx, params.id)
    },
  )
  app.get(
    '/order-credits',
    {
      config: { access: 'orders:read' },
      schema: {
        tags,
        summary: 'What own orders of a stretch count for whom',
        querystring: z.object({ kind: Kind, from: Time, to: Time }),
        response: {
          200: z.object({
            items: z.array(Credited),
          }),
        },
      },
    },
    async ({ ctx, query }) => ({
      items: await creditedTo(ctx, query.kind, new Date(query.from), new Date(query.to)),
    }),
  )
  app.get(
    '/order-credits/by-month',
    {
      config: { access: 'orders:read' },
      schema: {
        tags,
        summary: 'What own orders count for whom by month, refunds taken off; newest month first',
        querystring: z.object({
          ...pageQuery,
          kind: Kind,
          month: Month.optional(),
          q: z.string().max(100).optional().describe('In the code'),
        }),
        response: { 200: pageOf(Credited.extend({ month: Month })) },
      },
    },
    ({ ctx, query }) => creditedByMonth(ctx, query),
  )
  affiliateRoutes(app)
}
