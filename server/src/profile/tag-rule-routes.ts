// Rules that put tags on by themselves.
import { z } from 'zod'
import { BatchAnswer, BatchIds } from '../platform/batch.ts'
import type { Http } from '../platform/http.ts'
import { pageOf } from '../platform/page.ts'
import { deleteTagRules, RulesBatch, switchTagRules } from './tag-batch.ts'
import { dryRunRule } from './tag-rule-dry-run.ts'
import { OPERATIONS } from './tag-rule-match.ts'
import { deleteTagRule, listTagRules, saveTagRule, type TagRule } from './tag-rules.ts'

const tags = ['tags']
const Scalar = z.union([z.string().max(255), z.number(), z.boolean()])
const ConditionShape = z.object({
  property: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe('A property of the event, or event.platform, event.source, event.store_id …'),
  op: z.enum(OPERATIONS),
  value: z.union([Scalar, z.array(z.union([z.string().max(255), z.number()])).max(100)]).optional(),
})
const When = {
  event_name: z.string().trim().min(1).max(200),
  conditions: z.array(ConditionShape).max(20).default([]).describe('All of them hold'),
}
const RuleBody = {
  name: z.string().trim().min(1).max(100),
  ...When,
  tag: z.string().trim().min(1).max(100),
  days: z
    .number()
    .int()
    .min(1)
    .max(3_650)
    .nullable()
    .default(null)
    .describe('The tag goes so many days after the event'),
  on: z.boolean().default(true),
}
const Rule = z.object({
  id: z.guid(),
  ...RuleBody,
  fired: z.number().int(),
  last_fired_at: z.iso.datetime().nullable(),
  stopped: z.number().int().describe('Chains of rules that were cut here as loops'),
  last_stopped_at: z.iso.datetime().nullable(),
  last_stopped_customer: z.number().int().nullable(),
  version: z.number().int(),
  updated_at: z.iso.datetime(),
  updated_by: z.string(),
})
const say = (r: TagRule): z.infer<typeof Rule> => ({
  id: r.id,
  name: r.name,
  event_name: r.eventName,
  conditions: r.conditions,
  tag: r.tag,
  days: r.days,
  on: r.isOn,
  fired: r.fired,
  last_fired_at: r.lastFiredAt?.toISOString() ?? null,
  stopped: r.stopped,
  last_stopped_at: r.lastStoppedAt?.toISOString() ?? null,
  last_stopped_customer: r.lastStoppedNode,
  version: r.version,
  updated_at: r.updatedAt.toISOString(),
  updated_by: r.updatedBy,
})
const Body = z.object(RuleBody)
const fieldsOf = (body: z.infer<typeof Body>) => ({
  name: body.name,
  eventName: body.event_name,
  conditions: body.conditions,
  tag: body.tag,
  days: body.days,
  isOn: body.on,
})
const Id = z.object({ id: z.guid() })

export function tagRuleRoutes(app: Http): void {
  app.get(
    '/tag-rules',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'Rules that put tags on, newest first',
        response: { 200: pageOf(Rule) },
      },
    },
    async (request) => ({
      items: (await listTagRules(request.ctx)).map(say),
      next_cursor: null,
    }),
  )
  app.post(
    '/tag-rules',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'Make a rule',
        description: 'Refused when it would set itself off again, by itself or through others.',
        body: Body,
        response: { 201: Rule },
      },
    },
    async (request, reply) =>
      reply.code(201).send(say(await saveTagRule(request.ctx, fieldsOf(request.body)))),
  )
  app.put(
    '/tag-rules/:id',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'Change a rule, switch it on or off',
        params: Id,
        body: Body.extend({ version: z.number().int() }),
        response: { 200: Rule },
      },
    },
    async (request) =>
      say(
        await saveTagRule(request.ctx, fieldsOf(request.body), {
          id: request.params.id,
          version: request.body.version,
        }),
      ),
  )
  app.delete(
    '/tag-rules/:id',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'Delete a rule; the tags it put on stay',
        params: Id,
        response: { 204: z.undefined().describe('Done') },
      },
    },
    async (request, reply) => {
      await deleteTagRule(request.ctx, request.params.id)
      return reply.code(204).send()
    },
  )
  app.post(
    '/tag-rules/batch',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'Switch many rules on or off; those that would close a circle stay off',
        body: RulesBatch,
        response: { 200: BatchAnswer },
      },
    },
    (request) => switchTagRules(request.ctx, request.body),
  )
  app.post(
    '/tag-rules/batch/remove',
    {
      config: { access: 'customers:write' },
      schema: {
        tags,
        summary: 'Delete many rules; the tags they put on stay',
        body: z.object({ ids: BatchIds }),
        response: { 200: BatchAnswer },
      },
    },
    (request) => deleteTagRules(request.ctx, request.body.ids),
  )
  app.post(
    '/tag-rules/dry-run',
    {
      config: { access: 'customers:read' },
      schema: {
        tags,
        summary: 'Whom a rule would have tagged in the last days',
        body: z.object({ ...When, days_back: z.number().int().min(1).max(90).default(30) }),
        response: {
          200: z.object({
            events: z.number().int(),
            customers: z.number().int(),
            sample: z.array(z.number().int()).describe('Up to five customers'),
          }),
        },
      },
    },
    (request) =>
      dryRunRule(
        request.ctx,
        { eventName: request.body.event_name, conditions: request.body.conditions },
        request.body.days_back,
      ),
  )
}
