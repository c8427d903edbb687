// Computed attributes: looked at before they are saved, made, changed, stopped.
import { z } from 'zod'
import { BatchAnswer, BatchIds } from '../platform/batch.ts'
import { AppError } from '../platform/errors.ts'
import type { Http } from '../platform/http.ts'
import { pageOf } from '../platform/page.ts'
import { Definition, Formula } from './computed.ts'
import {
  changeComputed,
  createComputed,
  editComputed,
  takeComputedStep,
  usesOfComputed,
} from './computed-attribute.ts'
import { checkDefinition } from './computed-check.ts'
import { formulaText, parseFormula } from './computed-formula.ts'
import { inFen, isAmount } from './computed-money.ts'
import { previewValues } from './computed-preview.ts'
import {
  computedCutOffs,
  computedVersions,
  getComputed,
  listComputed,
  moneyNames,
} from './computed-queries.ts'
import { Computed, CutOffs, IsMoney, Preview } from './computed-shapes.ts'
import { badRule } from './read-rule.ts'
import { ProblemShape } from './shapes.ts'
import { templatesReading } from './templates.ts'

const tags = ['computed-attributes']
const reading = { access: 'audiences:read', scoped: true } as const
const writing = { access: 'audiences:write' } as const
const Id = z.object({ id: z.uuid() })
const Name = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\s/?#%`]+$/, 'no spaces, slashes, backticks, ? # or %')
const Words = {
  label: z.string().trim().min(1).max(60),
  description: z.string().trim().max(500),
  group: z.string().trim().max(60),
}
const note = z.string().trim().max(500).default('').describe('Why it is worded so')
export function computedRoutes(app: Http): void {
  app.get(
    '/computed-attributes',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Computed attributes with their formula and how fresh they are',
        querystring: z.object({
          q: z.string().max(200).optional(),
          state: z.enum(['live', 'paused']).optional(),
        }),
        response: { 200: pageOf(Computed) },
      },
    },
    async (request) => ({
      items: await listComputed(request.ctx, request.query),
      next_cursor: null,
    }),
  )
  app.post(
    '/computed-attributes',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Make one; it is reckoned for everybody at once and kept true from then on',
        body: z.object({
          name: Name,
          label: Words.label,
          description: Words.description.default(''),
          group: Words.group.default(''),
          definition: Definition,
          note,
        }),
        response: { 201: Computed },
      },
    },
    async (request, reply) => {
      const id = await createComputed(request.ctx, request.body)
      return reply.code(201).send(await getComputed(request.ctx, id))
    },
  )
  app.post(
    '/computed-attributes/check',
    {
      config: reading,
      schema: {
        tags,
        summary: 'What stands against a definition, and where',
        body: z.object({ name: z.string().max(100).default(''), definition: Definition }),
        response: { 200: z.object({ problems: z.array(ProblemShape) }) },
      },
    },
    async (request) => {
      const { name, definition } = request.body
      const problems = await checkDefinition(request.ctx, name, definition)
      return { problems: problems.map((p) => ({ values: {}, ...p })) }
    },
  )
  app.post(
    '/computed-attributes/formula',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Read a formula as people write it: round(spent / or(orders, 1), 2)',
        description:
          '+ − × ÷ ( ), min, max, round(x, digits), or(x, instead), days_since(moment). Names are attributes; in backticks when they have other signs. A number beside an attribute of money is an amount in the currency’s unit; `formula` holds it in fen.',
        body: z.object({ text: z.string().min(1).max(2_000) }),
        response: {
          200: z.object({ formula: Formula, text: z.string().nullable(), money: IsMoney }),
        },
      },
    },
    async (request) => {
      const parsed = parseFormula(request.body.text)
      if ('formula' in parsed) {
        const isMoney = await moneyNames(request.ctx)
        const formula = inFen(parsed.formula, isMoney)
        return { formula, text: formulaText(parsed.formula), money: isAmount(formula, isMoney) }
      }
      throw new AppError(400, parsed.code, `The formula cannot be read at ${parsed.at + 1}`, {
        details: { at: parsed.at, found: parsed.found },
      })
    },
  )
  app.post(
    '/computed-attributes/preview',
    {
      config: reading,
      schema: {
        tags,
        summary: 'What a definition would give: how many, how they lie, ten of them',
        body: z.object({ name: z.string().max(100).default(''), definition: Definition }),
        response: { 200: Preview },
      },
    },
    async (request) => {
      const { name, definition } = request.body
      const problems = await checkDefinition(request.ctx, name, definition)
      if (problems.length > 0) throw badRule(problems)
      return previewValues(request.ctx, name, definition)
    },
  )
  app.post(
    '/computed-attributes/batch',
    {
      config: writing,
      schema: {
        tags,
        summary: 'The same step for many; what cannot is told by row',
        body: z.object({ ids: BatchIds, step: z.enum(['pause', 'resume', 'delete']) }),
        response: { 200: BatchAnswer },
      },
    },
    (request) => changeComputed(request.ctx, request.body.ids, request.body.step),
  )
  app.get(
    '/computed-attributes/:id',
    {
      config: reading,
      schema: { tags, summary: 'One of them', params: Id, response: { 200: Computed } },
    },
    (request) => getComputed(request.ctx, request.params.id),
  )
  app.patch(
    '/computed-attributes/:id',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Change what is given; everybody is reckoned anew',
        params: Id,
        body: z.object({
          version: z.number().int().describe('As it was read'),
          ...z.object(Words).partial().shape,
          definition: Definition.optional(),
          note,
        }),
        response: { 200: Computed },
      },
    },
    async (request) => {
      const { id } = request.params
      await editComputed(request.ctx, id, request.body)
      return getComputed(request.ctx, id)
    },
  )
  app.delete(
    '/computed-attributes/:id',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Take it away with its values; their history stays',
        description: 'Refused while a rule or a formula reads it (`attribute_in_use`).',
        params: Id,
        response: { 204: z.undefined().describe('Done') },
      },
    },
    async (request, reply) => {
      await takeComputedStep(request.ctx, request.params.id, 'delete')
      return reply.code(204).send()
    },
  )
  for (const { step, summary } of [
    { step: 'pause', summary: 'Leave the values as they are for now' },
    { step: 'resume', summary: 'Keep the values true again' },
  ] as const)
    app.post(
      `/computed-attributes/:id/${step}`,
      { config: writing, schema: { tags, summary, params: Id, response: { 200: Computed } } },
      async (request) => {
        const { id } = request.params as z.infer<typeof Id>
        await takeComputedStep(request.ctx, id, step)
        return getComputed(request.ctx, id)
      },
    )
  app.get(
    '/computed-attributes/:id/versions',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Every wording, the newest first',
        params: Id,
        response: {
          200: z.object({
            items: z.array(
              z.object({
                version: z.number().int(),
                definition: Definition,
                formula_text: z.string().nullable(),
                money: IsMoney,
                note: z.string(),
                at: z.iso.datetime(),
                by_name: z.string(),
                in_force: z.boolean(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => ({ items: await computedVersions(request.ctx, request.params.id) }),
  )
  app.get(
    '/computed-attributes/:id/uses',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Audiences, formulas and templates that read it',
        params: Id,
        response: {
          200: z.object({
            items: z.array(
              z.object({
                kind: z.enum(['audience', 'computed_attribute', 'template']),
                id: z.string(),
                name: z.string().describe('Of a template its id'),
              }),
            ),
          }),
        },
      },
    },
    async (request) => {
      const { name } = await getComputed(request.ctx, request.params.id)
      const templates = templatesReading(name).map((id) => ({
        ...{ kind: 'template' as const, id, name: id },
      }))
      return { items: [...(await usesOfComputed(request.ctx, name)), ...templates] }
    },
  )
  app.get(
    '/computed-attributes/:id/cut-offs',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Of RFM: where the fifths ended, each time they were cut; the newest first',
        params: Id,
        response: {
          200: z.object({
            items: z.array(
              z.object({
                taken_at: z.iso.datetime(),
                cuts: CutOffs,
                buyers: z.number().int(),
              }),
            ),
          }),
        },
      },
    },
    async (request) => ({ items: await computedCutOffs(request.ctx, request.params.id) }),
  )
}
