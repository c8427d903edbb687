import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { CustomerId } from '../../profile/index.ts'
import { deferralBetween } from './deferral.ts'
import { approvePending, correctPoints, handOn } from './desk.ts'
import { PointsPolicy, pointsPolicy, setPointsPolicy } from './policy.ts'
import { ledgerOf, lotsOf, pointsOf } from './queries.ts'
import { pointsByDay } from './report.ts'

const Id = z.object({ id: CustomerId })
const PolicyInForce = z.object({
  version: z.number().int(),
  policy: PointsPolicy,
  updated_at: z.iso.datetime().nullable(),
})
const Balance = z.object({
  active: z.number().int(),
  spendable: z.number().int().describe('What can be spent now, less what is owed'),
  pending: z.number().int(),
  owed: z.number().int(),
  worth_fen: z.number().int().describe('What the spendable ones would pay'),
  expiring: z.array(z.object({ expires_at: z.iso.datetime(), amount: z.number().int() })),
})
const times = {
  base: z.number().int().nullable().describe('What was multiplied; null: it was given once'),
  times_bp: z.number().int().nullable(),
  times_by: z.string().nullable().describe('level: or benefits: with their codes'),
}
export const LedgerLine = z.object({
  id: z.number().int(),
  at: z.iso.datetime(),
  kind: z.string(),
  book: z.enum(['points', 'principal', 'bonus']),
  code: z.enum(['pending', 'active']),
  amount: z.number().int(),
  order_id: z.uuid().nullable(),
  rule: z.string().nullable(),
  ...times,
  note: z.string(),
  actor: z.string(),
})
export const LotLine = z.object({
  id: z.uuid(),
  book: z.enum(['points', 'principal', 'bonus']),
  source: z.string(),
  amount: z.number().int(),
  remaining: z.number().int(),
  earned_at: z.iso.datetime(),
  active_from: z.iso.datetime().nullable().describe('Null while it is pending'),
  releases_at: z.iso.datetime().nullable(),
  expires_at: z.iso.datetime().nullable(),
  ...times,
})
const PointsDay = z.object({
  day: z.iso.date(),
  given: z.number().int(),
  spent: z.number().int(),
  expired: z.number().int(),
  adjusted: z.number().int(),
  taken_back: z.number().int(),
  pending: z.number().int(),
  active: z.number().int(),
  held: z.number().int(),
  worth_fen: z.number().int(),
  liability_fen: z.number().int(),
})
const Fen = z.number().int()
const Deferral = z.object({
  paid_fen: Fen.describe('For orders that gave points, less what went back'),
  deferred_fen: Fen.describe('Of it, what belongs to the points'),
  given: z.number().int(),
  redeemed: z.number().int(),
  expired: z.number().int(),
  expected: z.number().int().describe('How many are expected to be used in all'),
  recognised_fen: Fen.describe('Turnover by then'),
  liability_fen: Fen,
})
export const Between = z
  .object({ from: z.iso.date(), to: z.iso.date() })
  .refine(
    ({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) <= 366 * 86_400_000,
    'At most a year, its end not before its beginning',
  )

export function pointsRoutes(app: Http): void {
  app.get(
    '/points/policy',
    {
      config: { access: 'membership:read' },
      schema: {
        tags: ['points'],
        summary: 'How the brand’s points work',
        response: { 200: PolicyInForce },
      },
    },
    ({ ctx }) => pointsPolicy(ctx),
  )
  app.put(
    '/points/policy',
    {
      config: { access: 'membership:write' },
      schema: {
        tags: ['points'],
        summary: 'Change how points work; what was given keeps its expiry',
        body: z.object({
          version: z.number().int().min(0).describe('The version that is changed'),
          policy: PointsPolicy,
        }),
        response: { 200: PolicyInForce },
      },
    },
    ({ ctx, body }) => setPointsPolicy(ctx, body.version, body.policy),
  )
  app.get(
    '/points/report',
    {
      config: { access: 'membership:read' },
      schema: {
        tags: ['points'],
        summary: 'What moved and what is owed in points, day by day, from the journal',
        querystring: Between,
        response: { 200: z.object({ days: z.array(PointsDay) }) },
      },
    },
    async ({ ctx, query }) => ({ days: await pointsByDay(ctx, query.from, query.to) }),
  )
  app.get(
    '/points/deferral',
    {
      config: { access: 'membership:read' },
      schema: {
        tags: ['points'],
        summary:
          'What of the money of orders belongs to the points they gave, and what of it is turnover by now',
        querystring: Between,
        response: { 200: z.object({ before: Deferral, after: Deferral, revenue_fen: Fen }) },
      },
    },
    ({ ctx, query }) => deferralBetween(ctx, query.from, query.to),
  )
  app.get(
    '/customers/:id/points',
    {
      config: { access: 'membership:read', scoped: true },
      schema: {
        tags: ['points'],
        summary: 'What a customer has in points, with every lot that will expire',
        params: Id,
        response: { 200: Balance },
      },
    },
    ({ ctx, params }) => pointsOf(ctx, params.id),
  )
  app.get(
    '/customers/:id/points/ledger',
    {
      config: { access: 'membership:read', scoped: true },
      schema: {
        tags: ['points'],
        summary: 'What moved a customer’s points, newest first',
        params: Id,
        querystring: z.object(pageQuery),
        response: { 200: pageOf(LedgerLine) },
      },
    },
    ({ ctx, params, query }) => ledgerOf(ctx, params.id, ['points'], query),
  )
  app.get(
    '/customers/:id/points/lots',
    {
      config: { access: 'membership:read', scoped: true },
      schema: {
        tags: ['points'],
        summary: 'A customer’s lots of points, newest first',
        params: Id,
        querystring: z.object(pageQuery),
        response: { 200: pageOf(LotLine) },
      },
    },
    ({ ctx, params, query }) => lotsOf(ctx, params.id, ['points'], query),
  )
  app.post(
    '/customers/:id/points/adjust',
    {
      config: { access: 'membership:write', scoped: true },
      schema: {
        tags: ['points'],
        summary: 'Give or take points by hand, with a reason',
        params: Id,
        body: z.object({
          key: z.string().min(1).max(100).describe('The same one again changes nothing'),
          points: z
            .number()
            .int()
            .min(-100_000_000)
            .max(100_000_000)
            .refine((n) => n !== 0, 'Not nothing'),
          reason: z.string().trim().min(1).max(500),
        }),
        response: { 200: Balance },
      },
    },
    ({ ctx, params, body }) => correctPoints(ctx, { ...body, customer: params.id }),
  )
  app.post(
    '/customers/:id/points/transfer',
    {
      config: { access: 'membership:write', scoped: true },
      schema: {
        tags: ['points'],
        summary: 'Hand points on to another customer, as far as the brand allows it',
        params: Id,
        body: z.object({
          key: z.string().min(1).max(100).describe('The same one again changes nothing'),
          to: CustomerId,
          points: z.number().int().min(1).max(100_000_000),
        }),
        response: { 200: Balance },
      },
    },
    ({ ctx, params, body }) => handOn(ctx, { ...body, from: params.id }),
  )
  app.post(
    '/customers/:id/points/approve',
    {
      config: { access: 'membership:write', scoped: true },
      schema: {
        tags: ['points'],
        summary: 'Let a customer spend points that wait',
        params: Id,
        body: z.object({ lots: z.array(z.uuid()).min(1).max(200) }),
        response: { 200: Balance },
      },
    },
    ({ ctx, params, body }) => approvePending(ctx, params.id, body.lots),
  )
}
