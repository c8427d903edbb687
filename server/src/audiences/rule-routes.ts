// What can be asked of a rule before anybody keeps it.
import { z } from 'zod'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { demandSound, problemsOf } from './check.ts'
import { estimate } from './estimate.ts'
import { explainRule } from './explain.ts'
import { knownValues } from './known-values.ts'
import { preview } from './preview.ts'
import { refuseMalformedRule } from './read-rule.ts'
import {
  CustomerShape,
  EstimateShape,
  ExplainedShape,
  ProblemShape,
  ReasonShape,
  RuleShape,
  tags,
  VocabularyShape,
} from './shapes.ts'
import { vocabulary } from './vocabulary.ts'

const config = { access: 'audiences:read', scoped: true } as const
const Customer = z.number().int().min(1).max(4_294_967_295)
/** Of the audience that the rule is to be of: it may not lead back to it. */
const audience_id = z.uuid().optional().describe('The audience whose rule it is to be')

export function ruleRoutes(app: Http): void {
  app.post(
    '/audiences/check',
    {
      config,
      schema: {
        tags,
        summary: 'What keeps a rule from being evaluated, part by part',
        description: 'An unfinished rule is answered too: each problem names its place.',
        body: z.object({ rule: z.unknown(), audience_id }),
        response: { 200: z.object({ problems: z.array(ProblemShape) }) },
      },
    },
    async (request) => ({
      problems: await problemsOf(request.ctx, request.body.rule, request.body.audience_id),
    }),
  )
  app.post(
    '/audiences/estimate',
    {
      config,
      preValidation: refuseMalformedRule,
      schema: {
        tags,
        summary: 'How many customers a rule means now, exactly',
        body: z.object({ rule: RuleShape, audience_id }),
        response: { 200: EstimateShape },
      },
    },
    async (request) => {
      const { rule, audience_id } = request.body
      await demandSound(request.ctx, rule, audience_id)
      return estimate(request.ctx, rule)
    },
  )
  app.post(
    '/audiences/preview',
    {
      config,
      preValidation: refuseMalformedRule,
      schema: {
        tags,
        summary: 'Customers a rule means, with the conditions that made it so',
        description:
          'In the order of their ids. Who has just been erased or left the asker’s scope is passed over, so a page may be shorter than asked.',
        body: z.object({
          rule: RuleShape,
          audience_id,
          limit: z.number().int().min(1).max(100).default(20),
          cursor: pageQuery.cursor,
        }),
        response: {
          200: pageOf(z.object({ customer: CustomerShape, reasons: z.array(ReasonShape) })),
        },
      },
    },
    async (request) => {
      const { rule, audience_id, ...page } = request.body
      await demandSound(request.ctx, rule, audience_id)
      return preview(request.ctx, rule, page)
    },
  )
  app.post(
    '/audiences/explain',
    {
      config,
      preValidation: refuseMalformedRule,
      schema: {
        tags,
        summary: 'Why a rule means a customer or not, condition by condition',
        body: z.object({ rule: RuleShape, audience_id, customer: Customer }),
        response: { 200: ExplainedShape },
      },
    },
    async (request) => {
      const { rule, audience_id, customer } = request.body
      await demandSound(request.ctx, rule, audience_id)
      return explainRule(request.ctx, rule, customer)
    },
  )
  app.get(
    '/audiences/vocabulary',
    {
      config,
      schema: {
        tags,
        summary: 'Everything a rule can speak of; what is sensitive is left out',
        response: { 200: VocabularyShape },
      },
    },
    (request) => vocabulary(request.ctx),
  )
  app.get(
    '/audiences/values',
    {
      config: { access: 'audiences:read' },
      schema: {
        tags,
        summary: 'Values that were seen, the commonest first',
        description:
          'Up to 50, of the last 90 days. None of what the asker sees masked; what is sensitive is refused.',
        querystring: z.object({
          of: z.enum(['property', 'attribute', 'product', 'category']),
          event: z.string().min(1).max(200).optional().describe('With `property`'),
          name: z.string().min(1).max(200).optional().describe('Of the property or attribute'),
          q: z.string().max(100).default('').describe('A part of the value'),
        }),
        response: {
          200: z.object({
            items: z.array(
              z.object({ value: z.string(), label: z.string(), count: z.number().int() }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { of, event = '', name = '', q } = request.query
      return { items: await knownValues(request.ctx, { of, event, name }, q.trim()) }
    },
  )
}
