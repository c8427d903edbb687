import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { pageOf } from '../../platform/page.ts'
import { AsOf } from '../gate/as-of.ts'
import { fitModels, shownFit } from './fit.ts'
import { customersByOutlook, outlook, shownKeeping } from './outlook.ts'
import { dropScores, keepScores } from './scores.ts'
import {
  FitShape,
  KeepingShape,
  OUTLOOK_ORDERS,
  OutlookAnswer,
  OutlookQuestion,
  ScoredCustomer,
} from './shape.ts'
import { keepingOf } from './store.ts'

const tags = ['insight']

export function clvRoutes(app: Http): void {
  app.post(
    '/insight/clv',
    {
      config: { access: 'orders:read', scoped: true },
      schema: {
        tags,
        summary: 'What is to come of the buyers: who is a customer still, orders and value ahead',
        description:
          'BG/NBD and Gamma–Gamma as last fitted on all orders of the brand, asked for each buyer within the asker’s scope as of today. Orders of one day are one purchase; what was wholly given back is none.',
        body: OutlookQuestion,
        response: { 200: OutlookAnswer },
      },
    },
    (request) => outlook(request.ctx, request.body),
  )
  app.post(
    '/insight/clv/customers',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'Buyers by what is expected of them, or by what is at risk',
        description:
          '`value`: the value of a year ahead. `at_risk`: what further purchases brought × the chance that the customer has left.',
        body: z.object({
          question: OutlookQuestion.default({ margin_bp: 10_000, annual_discount: 0 }),
          by: z.enum(OUTLOOK_ORDERS).default('value'),
          limit: z.number().int().min(1).max(100).default(20),
          cursor: z.string().max(500).optional(),
        }),
        response: { 200: pageOf(ScoredCustomer) },
      },
    },
    ({ ctx, body: { question, ...page } }) => customersByOutlook(ctx, question, page),
  )
  app.post(
    '/insight/clv/fit',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'Fit the models anew, now; from the first time on each night too',
        description:
          'With `as_of` from what had happened by then: it stands for questions as of that moment, and starts no nightly fit.',
        body: z.object({ as_of: AsOf.optional() }).strict().nullish(),
        response: { 200: FitShape },
      },
    },
    async ({ ctx, body }) => shownFit(await fitModels(ctx, body?.as_of)),
  )
  app.put(
    '/insight/clv/scores',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'Keep each buyer’s scores as attributes, or take them away',
        description:
          '`clv_alive`, `clv_orders_365` and `clv_value_365`, written after this answer and each night.',
        body: z.object({ kept: z.boolean() }),
        response: { 200: KeepingShape },
      },
    },
    async ({ ctx, body }) => {
      await (body.kept ? keepScores(ctx) : dropScores(ctx))
      return shownKeeping(await keepingOf(ctx))
    },
  )
}
