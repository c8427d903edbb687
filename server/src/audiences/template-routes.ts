// The grading kit over HTTP: what there is, and the rule a template makes of a brand's numbers.
import { z } from 'zod'
import { invalid, notFound } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
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
