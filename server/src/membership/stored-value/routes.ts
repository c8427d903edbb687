import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { CustomerId } from '../../profile/index.ts'
import { ledgerOf } from '../points/queries.ts'
import { Between, LedgerLine } from '../points/routes.ts'
import { AGES, storedValueByAge } from './aging.ts'
import { refundAtDesk, storedValueOf, topUpAtDesk } from './desk.ts'
import { FIT_WARNINGS, fitOf, PRESETS, type Preset } from './fit.ts'
import { CLAUSES, NAMED_MOST_FEN } from './law.ts'
import { createPlan, listPlans, setPlanState } from './plans.ts'
import { StoredValuePolicy, setStoredValuePolicy, storedValuePolicy } from './policy.ts'
import { storedValueByDay } from './report.ts'

const Id = z.object({ id: CustomerId })
const presets = Object.keys(PRESETS) as [Preset, ...Preset[]]
const PayFen = z.number().int().min(1).max(100_000_000)
const BonusFen = z.number().int().min(0).max(100_000_000)
const Fit = z.object({
  customers: z.number().int(),
  orders: z.number().int(),
  average_fen: z.number().int(),
  median_days: z.number().nullable(),
  orders_a_year_x100: z.number().int(),
  orders_needed: z.number().int().nullable(),
  days_needed: z.number().int().nullable(),
  warnings: z.array(z.enum(FIT_WARNINGS)),
})
const Plan = z.object({
  id: z.uuid(),
  name: z.string(),
  pay_fen: z.number().int(),
  bonus_fen: z.number().int(),
  bonus_days: z.number().int().nullable().describe('Only bonus may expire; null: it does not'),
  state: z.enum(['live', 'stopped']),
  topups: z.number().int(),
  fit: Fit.extend({ preset: z.enum(presets), accepted: z.boolean() }),
  created_at: z.iso.datetime(),
})
const PolicyInForce = z.object({ version: z.number().int(), policy: StoredValuePolicy })
const StoredValue = z.object({
  principal_fen: z.number().int(),
  bonus_fen: z.number().int(),
  topups: z.array(
    z.object({
      id: z.uuid(),
      plan_id: z.uuid(),
      plan: z.string(),
      principal_fen: z.number().int(),
      bonus_fen: z.number().int(),
      principal_left_fen: z.number().int(),
      bonus_left_fen: z.number().int(),
      at: z.iso.datetime(),
      refundable_fen: z.number().int().describe('Principal less all that was used, at full price'),
      is_cooling_off: z.boolean(),
      refunded_fen: z.number().int().nullable(),
      refunded_at: z.iso.datetime().nullable(),
    }),
  ),
})
const Day = z.object({
  day: z.iso.date(),
  cash_in_fen: z.number().int(),
  cash_back_fen: z.number().int(),
  bonus_given_fen: z.number().int(),
  principal_spent_fen: z.number().int(),
  bonus_spent_fen: z.number().int(),
  bonus_expired_fen: z.number().int(),
  principal_fen: z.number().int(),
  bonus_fen: z.number().int(),
})

const OfAge = z.object({
  age: z.enum(AGES).describe('Days since it was paid or given, at most'),
  principal_fen: z.number().int(),
  bonus_fen: z.number().int(),
  gift_fen: z.number().int().describe('Gift cards that nobody has claimed'),
  customers: z.number().int(),
})

export function storedValueRoutes(app: Http): void {
  planRoutes(app)
  accountRoutes(app)
}

function planRoutes(app: Http): void {
  app.get(
    '/stored-value/policy',
    {
      config: { access: 'membership:read' },
      schema: {
        tags: ['stored-value'],
        summary: 'In which order principal and bonus are spent',
        response: { 200: PolicyInForce },
      },
    },
    ({ ctx }) => storedValuePolicy(ctx),
  )
  app.put(
    '/stored-value/policy',
    {
      config: { access: 'membership:write' },
      schema: {
        tags: ['stored-value'],
        summary: 'Change the order of spending, for orders from now on',
        body: PolicyInForce,
        response: { 200: PolicyInForce },
      },
    },
    ({ ctx, body }) => setStoredValuePolicy(ctx, body.version, body.policy),
  )
  app.get(
    '/stored-value/plans',
    {
      config: { access: 'membership:read' },
      schema: {
        tags: ['stored-value'],
        summary: 'Plans of stored value with what they were compared with',
        response: {
          200: z.object({
            items: z.array(Plan),
            presets: z.record(
              z.enum(presets),
              z.object({
                pay_fen: z.number().int(),
                bonus_fen: z.number().int(),
                most_cycle_days: z.number().int(),
              }),
            ),
            named_most_fen: z.number().int(),
            clauses: z.record(z.string(), z.string()),
          }),
        },
      },
    },
    async ({ ctx }) => ({
      items: await listPlans(ctx),
      presets: PRESETS,
      named_most_fen: NAMED_MOST_FEN,
      clauses: CLAUSES,
    }),
  )
  app.get(
    '/stored-value/fit',
    {
      config: { access: 'membership:read' },
      schema: {
        tags: ['stored-value'],
        summary: 'How often the brand’s customers buy, against what a plan needs',
        querystring: z.object({
          pay_fen: z.coerce.number().pipe(PayFen),
          bonus_fen: z.coerce.number().pipe(BonusFen),
          preset: z.enum(presets),
        }),
        response: { 200: Fit },
      },
    },
    ({ ctx, query }) => fitOf(ctx, query),
  )
  app.post(
    '/stored-value/plans',
    {
      config: { access: 'membership:write' },
      schema: {
        tags: ['stored-value'],
        summary: 'Offer a plan; its terms never change',
        body: z.object({
          name: z.string().trim().min(1).max(100),
          pay_fen: PayFen,
          bonus_fen: BonusFen,
          bonus_days: z.number().int().min(30).max(3_650).nullable().default(null),
          preset: z.enum(presets),
          accepted: z.boolean().default(false).describe('In spite of what its fit warns of'),
        }),
        response: { 201: Plan },
      },
    },
    async ({ ctx, body }, reply) => reply.code(201).send(await createPlan(ctx, body)),
  )
  app.patch(
    '/stored-value/plans/:id',
    {
      config: { access: 'membership:write' },
      schema: {
        tags: ['stored-value'],
        summary: 'Stop selling a plan, or sell it again',
        params: z.object({ id: z.uuid() }),
        body: z.object({ state: z.enum(['live', 'stopped']) }),
        response: { 200: Plan },
      },
    },
    ({ ctx, params, body }) => setPlanState(ctx, params.id, body.state),
  )
  app.get(
    '/stored-value/report',
    {
      config: { access: 'membership:read' },
      schema: {
        tags: ['stored-value'],
        summary: 'Cash and liability of stored value, day by day, from the journal',
        querystring: Between,
        response: { 200: z.object({ days: z.array(Day) }) },
      },
    },
    async ({ ctx, query }) => ({ days: await storedValueByDay(ctx, query.from, query.to) }),
  )
  app.get(
    '/stored-value/aging',
    {
      config: { access: 'membership:read' },
      schema: {
        tags: ['stored-value'],
        summary: 'What customers have paid in advance and not used yet, by how long ago',
        response: { 200: z.object({ ages: z.array(OfAge) }) },
      },
    },
    async ({ ctx }) => ({ ages: await storedValueByAge(ctx) }),
  )
}

function accountRoutes(app: Http): void {
  app.get(
    '/customers/:id/stored-value',
    {
      config: { access: 'membership:read', scoped: true },
      schema: {
        tags: ['stored-value'],
        summary:
          'What a customer has in stored value, with each top-up and what of it would be given back',
        params: Id,
        response: { 200: StoredValue },
      },
    },
    ({ ctx, params }) => storedValueOf(ctx, params.id),
  )
  app.get(
    '/customers/:id/stored-value/ledger',
    {
      config: { access: 'membership:read', scoped: true },
      schema: {
        tags: ['stored-value'],
        summary: 'What moved a customer’s stored value, newest first',
        params: Id,
        querystring: z.object(pageQuery),
        response: { 200: pageOf(LedgerLine) },
      },
    },
    ({ ctx, params, query }) => ledgerOf(ctx, params.id, ['principal', 'bonus'], query),
  )
  app.post(
    '/customers/:id/stored-value/topups',
    {
      config: { access: 'membership:write', scoped: true },
      schema: {
        tags: ['stored-value'],
        summary: 'Top up by a plan what was paid at the till',
        params: Id,
        body: z.object({
          key: z.string().min(1).max(100).describe('The same payment again changes nothing'),
          plan_id: z.uuid(),
          paid_fen: PayFen,
          is_real_name: z.boolean().default(false).describe('The buyer is registered by real name'),
        }),
        response: { 200: StoredValue },
      },
    },
    ({ ctx, params, body }) =>
      topUpAtDesk(ctx, {
        ...{ key: body.key, customer: params.id, planId: body.plan_id },
        ...{ paidFen: body.paid_fen, isRealName: body.is_real_name },
      }),
  )
  app.post(
    '/customers/:id/stored-value/topups/:topup/refund',
    {
      config: { access: 'membership:write', scoped: true },
      schema: {
        tags: ['stored-value'],
        summary: 'Give back what is left of a top-up, by the stated formula',
        params: Id.extend({ topup: z.uuid() }),
        body: z.object({ reason: z.string().trim().min(1).max(500) }),
        response: { 200: StoredValue },
      },
    },
    ({ ctx, params, body }) => refundAtDesk(ctx, params.id, params.topup, body.reason),
  )
}
