// The grading kit over HTTP: what there is, and the rule a template makes of a brand's numbers.
import { z } from 'zod'
import { invalid, notFound } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { Definition } from './computed.ts'
import { Computed, CutOffs } from './computed-shapes.ts'
import { makeRfm, rfmNow } from './rfm-kit.ts'
import { SCORES } from './rfm-names.ts'
import { RuleShape, tags } from './shapes.ts'
import { parametersOf, ruleOf, TEMPLATES, type Template } from './templates.ts'

const config = { access: 'audiences:read' } as const
const Value = z.union([z.number(), z.array(z.string())])
const TemplateShape = z.object({
  id: z.string(),
  group: z.string(),
  parameters: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      default: Value,
      min: z.number().nullable(),
      max: z.number().nullable(),
    }),
  ),
  rule: RuleShape.describe('With the usual values'),
})

const Choice = {
  days: z.coerce.number().int().min(1).max(3_650).default(365),
  money: z.enum(['average_fen', 'amount_fen']).default('average_fen'),
  anew: z.enum(['week', 'month', 'never']).default('month'),
}
const Words = z.object({
  label: z.string().trim().min(1).max(60),
  description: z.string().trim().max(500).default(''),
})
const Score = z.number().int().min(1).max(5)
const Scores = z.array(
  z.object({
    score: z.enum(SCORES),
    name: z.string(),
    id: z.uuid().nullable().describe('null: not made yet'),
  }),
)
const RfmShape = z.object({
  attributes: Scores,
  definition: Definition.describe('In force; before the scores are made, of what was asked'),
  cuts: CutOffs.nullable().describe('null: nobody has bought'),
  taken_at: z.iso.datetime().nullable().describe('null: cut for this answer, not stored'),
  again_at: z.iso.datetime().nullable().describe('When the fifths are cut next'),
  buyers: z.number().int().nullable().describe('Whose figures were cut'),
  cells: z.array(z.object({ r: Score, f: Score, m: Score, customers: z.number().int() })),
  as_of: z.iso.datetime(),
})

const shown = (template: Template) => ({
  id: template.id,
  group: template.group,
  parameters: Object.entries(template.parameters).map(([name, p]) => ({
    name,
    kind: p.kind,
    default: p.default,
    min: p.min ?? null,
    max: p.max ?? null,
  })),
  rule: ruleOf(template, {}),
})

export function templateRoutes(app: Http): void {
  app.get(
    '/audience-templates/rfm',
    {
      config: { ...config, scoped: true },
      schema: {
        tags,
        summary: 'How buyers lie on recency, frequency and money, and where the fifths end',
        description: 'Before the scores are made: as they would be if they were made now.',
        querystring: z.object(Choice),
        response: { 200: RfmShape },
      },
    },
    (request) => rfmNow(request.ctx, request.query),
  )
  app.post(
    '/audience-templates/rfm',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'Make those of the three scores that are missing; the templates of RFM read them',
        body: z.object({
          ...Choice,
          group: z.string().trim().max(60).default('RFM'),
          words: z.object({ r: Words, f: Words, m: Words }),
        }),
        response: { 200: z.object({ attributes: z.array(Computed) }) },
      },
    },
    async (request) => {
      const { words, group, ...choice } = request.body
      return { attributes: await makeRfm(request.ctx, choice, words, group) }
    },
  )
  app.get(
    '/audience-templates',
    {
      config,
      schema: {
        tags,
        summary: 'Rules that most brands need, ready to be changed',
        response: { 200: z.object({ items: z.array(TemplateShape) }) },
      },
    },
    () => ({ items: TEMPLATES.map(shown) }),
  )
  app.post(
    '/audience-templates/:id/rule',
    {
      config,
      schema: {
        tags,
        summary: 'The rule a template makes of these values',
        params: z.object({ id: z.string().max(100) }),
        body: z.object({ parameters: z.record(z.string().max(100), Value).default({}) }),
        response: { 200: z.object({ rule: RuleShape }) },
      },
    },
    (request) => {
      const template = TEMPLATES.find((t) => t.id === request.params.id)
      if (!template) throw notFound('audience_template')
      const given = parametersOf(template).safeParse(request.body.parameters)
      if (!given.success)
        throw invalid('bad_parameters', 'These values are not what the template takes', {
          problems: given.error.issues.map((i) => ({
            path: i.path.map(String),
            message: i.message,
          })),
        })
      return { rule: ruleOf(template, given.data) }
    },
  )
}
