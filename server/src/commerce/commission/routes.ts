// Commission in the API: the rule, what was earned, what each affiliate has, statements and pay-outs.
import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf, pageQuery } from '../../platform/page.ts'
import { payoutRoutes } from './payout-routes.ts'
import { listAccounts, listCommissions, listStatements } from './queries.ts'
import { changeCommissionRule, commissionRule, commissionRules } from './rules.ts'
import {
  AccountShape,
  CommissionMonth,
  CommissionShape,
  CommissionState,
  RuleShape,
  RuleVersionShape,
  StatementShape,
} from './shapes.ts'

const tags = ['commission']
const q = z.string().max(100).optional()
const WhoQuery = q.describe('In the code, or a customer’s phone or name')

export function commissionRoutes(app: Http): void {
  app.get(
    '/commission-rule',
    {
      config: { access: 'orders:read' },
      schema: {
        tags,
        summary: 'What affiliates earn by orders that count for them',
        response: { 200: RuleShape },
      },
    },
    ({ ctx }) => commissionRule(ctx),
  )
  app.put(
    '/commission-rule',
    {
      config: { access: 'payments:manage' },
      schema: {
        tags,
        summary: 'Change it for what is paid from now on; a new version each time',
        body: RuleShape,
        response: { 200: RuleShape },
      },
    },
    ({ ctx, body }) => changeCommissionRule(ctx, body),
  )
  app.get(
    '/commission-rule/versions',
    {
      config: { access: 'orders:read' },
      schema: {
        tags,
        summary: 'Every rule there was, newest first',
        response: { 200: z.object({ items: z.array(RuleVersionShape) }) },
      },
    },
    async ({ ctx }) => ({
      items: (await commissionRules(ctx)).map((rule) => ({
        ...rule,
        made_at: rule.made_at.toISOString(),
      })),
    }),
  )
  app.get(
    '/commissions',
    {
      config: { access: 'orders:read' },
      schema: {
        tags,
        summary: 'What lines of orders earned whom, newest first',
        querystring: z.object({
          ...pageQuery,
          q: q.describe('A whole code or order number'),
          state: CommissionState.optional(),
        }),
        response: { 200: pageOf(CommissionShape) },
      },
    },
    ({ ctx, query }) => listCommissions(ctx, query),
  )
  app.get(
    '/commission-accounts',
    {
      config: { access: 'orders:read' },
      schema: {
        tags,
        summary: 'Every affiliate with what is pending, due and paid',
        querystring: z.object({ ...pageQuery, q: WhoQuery }),
        response: { 200: pageOf(AccountShape) },
      },
    },
    ({ ctx, query }) => listAccounts(ctx, query),
  )
  app.get(
    '/commission-statements',
    {
      config: { access: 'orders:read' },
      schema: {
        tags,
        summary: 'What the books of commission say of a month, by affiliate',
        querystring: z.object({ ...pageQuery, month: CommissionMonth, q: WhoQuery }),
        response: { 200: pageOf(StatementShape) },
      },
    },
    ({ ctx, query }) => listStatements(ctx, query),
  )
  payoutRoutes(app)
}
