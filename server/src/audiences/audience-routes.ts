// Audiences: made, changed, listed, set live.
import { z } from 'zod'
import { demand } from '../platform/auth.ts'
import { BatchAnswer, BatchIds } from '../platform/batch.ts'
import type { Http } from '../platform/http.ts'
import { pageOf, pageQuery } from '../platform/page.ts'
import { copyAudience, createAudience, editAudience, restoreRule, takeStep } from './audience.ts'
import { changeAudiences } from './batch.ts'
import { changeList, readList } from './lists.ts'
import { getAudience, listAudiences, listRules, SORTS, usesOf } from './queries.ts'
import { refuseMalformedRule } from './read-rule.ts'
import { AudienceShape, Id, KINDS, RuleShape, RuleVersionShape, STATES, tags } from './shapes.ts'
import { setTagSync } from './tag-sync.ts'

const reading = { access: 'audiences:read', scoped: true } as const
const writing = { access: 'audiences:write' } as const
const Words = {
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(2_000),
  folder: z.string().trim().max(100),
  labels: z.array(z.string().trim().min(1).max(50)).max(50),
}
const GivenShape = z.object({
  namespace: z.string().min(1).max(100),
  value: z.string().min(1).max(500),
})
const note = z.string().trim().max(500).describe('Why the rule is worded so')
const tell = z
  .boolean()
  .default(false)
  .describe('Whoever reacts to this audience hears of who comes and goes by this')
const revision = z.number().int().describe('Of the audience as it was read')

export function audienceRoutes(app: Http): void {
  app.get(
    '/audiences',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Audiences with their size now',
        description:
          'An actor with a data scope is told of customers in it only: `size`, `month` and `week` count those.',
        querystring: z.object({
          q: z.string().max(200).optional().describe('A part of name, description or label'),
          state: z.enum(STATES).optional().describe('Archived ones only when they are asked for'),
          kind: z.enum(KINDS).optional(),
          folder: z.string().max(100).optional(),
          sort: z.enum(SORTS).default('updated'),
          ...pageQuery,
        }),
        response: { 200: pageOf(AudienceShape) },
      },
    },
    (request) => listAudiences(request.ctx, request.query),
  )
  app.post(
    '/audiences',
    {
      config: writing,
      preValidation: refuseMalformedRule,
      schema: {
        tags,
        summary: 'Make an audience: a draft with a rule, or an empty list',
        body: z.object({
          ...Words,
          description: Words.description.default(''),
          folder: Words.folder.default(''),
          labels: Words.labels.default([]),
          kind: z.enum(KINDS).default('rule'),
          rule: RuleShape.optional(),
          note: note.default(''),
        }),
        response: { 201: AudienceShape },
      },
    },
    async (request, reply) => {
      const id = await createAudience(request.ctx, request.body)
      return reply.code(201).send(await getAudience(request.ctx, id))
    },
  )
  app.get(
    '/audiences/:id',
    {
      config: reading,
      schema: {
        tags,
        summary: 'One audience',
        params: Id,
        response: { 200: AudienceShape },
      },
    },
    (request) => getAudience(request.ctx, request.params.id),
  )
  app.patch(
    '/audiences/:id',
    {
      config: writing,
      preValidation: refuseMalformedRule,
      schema: {
        tags,
        summary: 'Change what is given; another rule is a new version and in force at once',
        params: Id,
        body: z.object({
          revision,
          ...z.object(Words).partial().shape,
          rule: RuleShape.optional(),
          note: note.optional(),
          tell,
        }),
        response: { 200: AudienceShape },
      },
    },
    async (request) => {
      const { id } = request.params
      await editAudience(request.ctx, id, request.body)
      return getAudience(request.ctx, id)
    },
  )
  app.delete(
    '/audiences/:id',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Archive an audience; its history stays',
        description: 'Refused while another audience’s rule refers to it (`audience_in_use`).',
        params: Id,
        response: { 204: z.undefined().describe('Done') },
      },
    },
    async (request, reply) => {
      await takeStep(request.ctx, request.params.id, 'archive')
      return reply.code(204).send()
    },
  )
  for (const { path, step, summary } of [
    { path: 'go-live', step: 'go_live', summary: 'Keep a draft’s membership true from now on' },
    { path: 'pause', step: 'pause', summary: 'Leave the membership as it is for now' },
    { path: 'resume', step: 'resume', summary: 'Keep the membership true again' },
    { path: 'take-back', step: 'take_back', summary: 'Take an archived audience back, paused' },
  ] as const)
    app.post(
      `/audiences/:id/${path}`,
      {
        config: writing,
        schema: {
          tags,
          summary,
          params: Id,
          body: z.object({ tell }).default({ tell: false }),
          response: { 200: AudienceShape },
        },
      },
      async (request) => {
        const { id } = request.params as z.infer<typeof Id>
        await takeStep(request.ctx, id, step, (request.body as { tell: boolean }).tell)
        return getAudience(request.ctx, id)
      },
    )
  app.post(
    '/audiences/:id/copy',
    {
      config: writing,
      schema: {
        tags,
        summary: 'A draft with the same rule, or a list with the same customers',
        params: Id,
        body: z.object({ name: Words.name }),
        response: { 201: AudienceShape },
      },
    },
    async (request, reply) => {
      const id = await copyAudience(request.ctx, request.params.id, request.body.name)
      return reply.code(201).send(await getAudience(request.ctx, id))
    },
  )
  app.put(
    '/audiences/:id/list',
    {
      config: writing,
      bodyLimit: 64 * 1024 * 1024,
      schema: {
        tags,
        summary: 'Put customers on a list or take them off, by their identifiers',
        description:
          'CSV text of `namespace,value`, or values alone with `namespace`; `customer` is our own number of one. Identifiers of nobody are all in the answer.',
        params: Id,
        body: z.object({
          mode: z.enum(['add', 'remove', 'replace']).default('add'),
          text: z.string().optional(),
          namespace: z.string().min(1).max(100).optional(),
          identifiers: z.array(GivenShape).optional(),
        }),
        response: {
          200: z.object({
            given: z.number().int(),
            added: z.number().int(),
            removed: z.number().int(),
            already: z.number().int(),
            unknown: z.array(GivenShape),
          }),
        },
      },
    },
    (request) => {
      const { mode, text, namespace, identifiers = [] } = request.body
      const read = text === undefined ? [] : readList(text, namespace)
      return changeList(request.ctx, request.params.id, mode, [...identifiers, ...read])
    },
  )
  app.put(
    '/audiences/:id/tag-sync',
    {
      config: { access: 'audiences:write' },
      schema: {
        tags,
        summary: 'Let a tag follow the audience; null: none does any more',
        description:
          '`add`: whoever comes in gets the tag and keeps it. `mirror`: it goes when they go, unless somebody else gave it too. Refused when the rule asks for the very tag that mirrors it (`tag_circle`). Needs `customers:write` besides.',
        params: Id,
        body: z.object({
          sync: z
            .object({ tag: z.string().trim().min(1).max(100), mode: z.enum(['add', 'mirror']) })
            .nullable(),
        }),
        response: { 200: AudienceShape },
      },
    },
    async (request) => {
      demand(request.ctx.actor, 'customers:write')
      await setTagSync(request.ctx, request.params.id, request.body.sync)
      return getAudience(request.ctx, request.params.id)
    },
  )
  app.get(
    '/audiences/:id/rules',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Every wording of its rule, the newest first',
        params: Id,
        response: { 200: z.object({ items: z.array(RuleVersionShape) }) },
      },
    },
    async (request) => ({ items: await listRules(request.ctx, request.params.id) }),
  )
  app.post(
    '/audiences/:id/rules/:version/restore',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Put an earlier wording in force, as a new version',
        params: Id.extend({ version: z.coerce.number().int().min(1) }),
        body: z.object({ revision, tell }),
        response: { 200: AudienceShape },
      },
    },
    async (request) => {
      const { id, version } = request.params
      await restoreRule(request.ctx, id, version, request.body)
      return getAudience(request.ctx, id)
    },
  )
  app.get(
    '/audiences/:id/uses',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Where it is used',
        params: Id,
        response: {
          200: z.object({
            items: z.array(
              z.object({
                kind: z.enum(['audience', 'computed_attribute', 'pool', 'tag']),
                id: z.string(),
                name: z.string(),
                state: z.string().describe('Of the audience; of a tag, add or mirror'),
              }),
            ),
          }),
        },
      },
    },
    async (request) => ({ items: await usesOf(request.ctx, request.params.id) }),
  )
  app.post(
    '/audiences/batch',
    {
      config: writing,
      schema: {
        tags,
        summary: 'The same step, folder or labels for many; what cannot is told by row',
        body: z.object({
          ids: BatchIds,
          set: z.union([
            z
              .object({
                step: z.enum(['go_live', 'pause', 'resume', 'archive', 'take_back']),
                tell,
              })
              .strict(),
            z
              .object({ folder: Words.folder, labels: Words.labels })
              .partial()
              .strict()
              .refine((set) => Object.keys(set).length > 0, 'nothing to change'),
          ]),
        }),
        response: { 200: BatchAnswer },
      },
    },
    (request) => changeAudiences(request.ctx, request.body.ids, request.body.set),
  )
}
