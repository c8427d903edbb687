import { sql } from 'kysely'
import { z } from 'zod'
import { audit } from '../../platform/audit.ts'
import { conflict } from '../../platform/errors.ts'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { CustomerId, canonicalInScope } from '../../profile/index.ts'
import { getBenefit, HOLDERS, listBenefits, PERIODS, setBenefit } from './benefits.ts'
import { DIFFERENCE_KINDS, differences } from './differences.ts'
import { entitledTo } from './entitled.ts'
import { listEntryGifts } from './entry-gifts.ts'
import { KIND_CODES, KINDS } from './kinds/index.ts'
import { COLUMNS } from './kinds/kind.ts'
import { takeBenefit } from './use.ts'

const tags = ['membership']
const read = { access: 'membership:read', scoped: true } as const
const Code = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
const Name = z.string().trim().min(1).max(60)
const Holder = z.object({ holder: z.enum(HOLDERS), holder_code: z.string().min(1).max(40) })
const Args = z.record(z.string(), z.unknown())
const Given = z.object({
  kind: z.enum(KIND_CODES),
  name: Name,
  name_en: Name,
  args: Args.describe('The kind’s own, as /membership/benefit-kinds says'),
  stacks: z.boolean().default(false).describe('Comes on top of the best of its kind'),
  behaviour: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .nullable()
    .default(null)
    .describe('The event it is to encourage'),
  unit_cost_fen: z.number().int().min(0).max(1_000_000_000).default(0),
  per_customer: z.number().int().min(1).max(100_000).nullable().default(null),
  period: z.enum(PERIODS).default('ever'),
  uses_limit: z.number().int().min(1).max(1_000_000_000).nullable().default(null),
  is_retired: z.boolean().default(false),
  holders: z.array(Holder).max(100),
})
const EntryGift = z.object({
  customer_id: z.number().int(),
  entry: z.string().describe('level:, fan: or card: with what was entered'),
  benefit: z.string(),
  batch: z.string(),
  coupon_code: z.string().nullable(),
  refused: z.string().nullable(),
  at: z.iso.datetime(),
})
const Shown = Given.extend({
  code: z.string(),
  used: z.number().int(),
  tried_by: z.string().nullable().describe('The experiment that tries it; it stays as it is'),
  revision: z.number().int(),
}).meta({ id: 'Benefit' })
const Mine = z.object({
  code: z.string(),
  kind: z.enum(KIND_CODES),
  name: z.string(),
  name_en: z.string(),
  args: Args,
  stacks: z.boolean(),
  per_customer: z.number().int().nullable(),
  period: z.enum(PERIODS),
  left: z.number().int().nullable(),
  by: z.array(z.object({ holder: z.string(), holder_code: z.string() })),
})

export function benefitRoutes(app: Http): void {
  app.get(
    '/membership/benefit-kinds',
    {
      config: read,
      schema: {
        tags,
        summary: 'The kinds of benefits, with what each needs to be told',
        response: {
          200: z.object({
            kinds: z.array(
              z.object({ code: z.enum(KIND_CODES), column: z.enum(COLUMNS), args: Args }),
            ),
          }),
        },
      },
    },
    () => ({
      kinds: KIND_CODES.map((code) => ({
        ...{ code, column: KINDS[code].column },
        args: z.toJSONSchema(KINDS[code].args, { io: 'input' }) as Record<string, unknown>,
      })),
    }),
  )
  app.get(
    '/membership/benefits',
    {
      config: read,
      schema: {
        tags,
        summary: 'All benefits and who has them',
        response: { 200: z.object({ items: z.array(Shown) }) },
      },
    },
    async ({ ctx }) => ({ items: await listBenefits(ctx) }),
  )
  app.get(
    '/membership/differences',
    {
      config: read,
      schema: {
        tags,
        summary: 'What each level has that others have not: content, service, price, permission',
        description:
          'Read from what holds now: benefits, member prices, offers, rewards and storefronts. What every level has alike, because nobody named any, is not listed.',
        response: {
          200: z.object({
            levels: z.array(z.object({ code: z.string(), name: z.string(), name_en: z.string() })),
            items: z.array(
              z.object({
                column: z.enum(COLUMNS),
                kind: z.enum(DIFFERENCE_KINDS),
                ref: z.string().describe('The code or id of what makes the difference'),
                name: z.string(),
                name_en: z.string(),
                levels: z.array(z.string()),
                others: z.boolean().describe('Audiences or pools may come in too'),
                count: z.number().int().nullable().describe('Of member prices: so many products'),
                enforced: z
                  .boolean()
                  .describe('false: whoever keeps the door asks who has the benefit'),
              }),
            ),
          }),
        },
      },
    },
    ({ ctx }) => differences(ctx),
  )
  app.put(
    '/membership/benefits/:code',
    {
      config: { access: 'membership:write' },
      schema: {
        tags,
        summary: 'Make a benefit or change it',
        params: z.object({ code: Code }),
        body: Given.extend({
          revision: z.number().int().min(0).describe('As it was read; 0 for a new one'),
        }),
        response: { 200: Shown },
      },
    },
    ({ ctx, params, body: { revision, ...given } }) =>
      setBenefit(ctx, { ...given, code: params.code }, revision),
  )
  app.get(
    '/membership/customers/:id/benefits',
    {
      config: read,
      schema: {
        tags,
        summary: 'Which benefits a customer has now, and how much is left',
        params: z.object({ id: CustomerId }),
        response: { 200: z.object({ items: z.array(Mine) }) },
      },
    },
    async ({ ctx, params }) => ({
      items: (await entitledTo(ctx, await canonicalInScope(ctx, params.id))).map(
        ({ unit_cost_fen: _, ...mine }) => mine,
      ),
    }),
  )
  app.post(
    '/membership/customers/:id/benefits/:code/use',
    {
      config: { access: 'membership:write', scoped: true },
      schema: {
        tags,
        summary: 'Tick off one use of a benefit, such as a service',
        params: z.object({ id: CustomerId, code: Code }),
        body: z.object({ key: z.string().min(1).max(100).describe('Sent again it takes nothing') }),
        response: { 200: z.object({ id: z.uuid(), is_new: z.boolean() }) },
      },
    },
    async ({ ctx, params, body }) => {
      await getBenefit(ctx, params.code)
      const customer = await canonicalInScope(ctx, params.id)
      const taken = await takeBenefit(ctx, {
        ...{ key: `hand:${body.key}`, code: params.code, customer, orderId: null },
        ...{ worthFen: 0, state: 'used' },
      })
      if (!taken.ok)
        throw conflict(`benefit_${taken.reason}`, 'The benefit is not to be had', {
          benefit: params.code,
        })
      if (taken.isNew)
        await audit(
          ctx,
          'benefit.used',
          { kind: 'customer', id: String(customer) },
          { benefit: params.code },
        )
      return { id: taken.use.id, is_new: taken.isNew }
    },
  )
  app.get(
    '/membership/benefit-uses',
    {
      config: { access: 'membership:read' },
      schema: {
        tags,
        summary: 'What benefits were used for and cost, by benefit',
        querystring: z.object({ days: z.coerce.number().int().min(1).max(731).default(30) }),
        response: {
          200: z.object({
            items: z.array(
              z.object({
                code: z.string(),
                uses: z.number().int(),
                customers: z.number().int(),
                worth_fen: z.number().int(),
                cost_fen: z.number().int(),
              }),
            ),
          }),
        },
      },
    },
    async ({ ctx, query }) => {
      const { rows } = await sql<{
        code: string
        uses: number
        customers: number
        worth_fen: number
        cost_fen: number
      }>`
        select benefit_code as code, count(*)::int as uses, count(distinct coalesce(c.canonical_id, 0))::int as customers,
          sum(worth_fen)::bigint as worth_fen, sum(cost_fen)::bigint as cost_fen
        from benefit_use u left join customer c on c.tenant_id = u.tenant_id and c.id = u.node_id
        where u.tenant_id = ${ctx.tenantId} and u.state = 'used'
          and u.at >= ${ctx.now()}::timestamptz - make_interval(days => ${query.days})
        group by 1 order by 1`.execute(ctx.pg)
      return { items: rows }
    },
  )
  app.get(
    '/membership/entry-gifts',
    {
      config: { access: 'membership:read' },
      schema: {
        tags,
        summary: 'Coupons that came with entering a level or a card, and why some did not',
        querystring: z.object({
          ...pageQuery,
          refused: z.stringbool().optional().describe('Only those that did not come, or that did'),
        }),
        response: { 200: pageOf(EntryGift) },
      },
    },
    ({ ctx, query }) => listEntryGifts(ctx, query),
  )
}
