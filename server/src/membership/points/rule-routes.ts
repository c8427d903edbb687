import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { EarnRule } from './rule.ts'
import { draftRule, getRule, listRules, publishRule, stopRule } from './rules.ts'
import { simulate } from './simulate.ts'

const Id = z.object({ id: z.uuid() })
const Stored = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(['draft', 'live', 'stopped']),
  version: z.number().int().nullable(),
  draft: EarnRule,
  live: EarnRule.nullable().describe('As it is in force'),
  updated_at: z.iso.datetime(),
})
const Drafted = z.object({ name: z.string().trim().min(1).max(100), rule: EarnRule })
const Simulated = z.object({
  days: z.number().int(),
  events: z.number().int(),
  points: z.number().int(),
  customers: z.number().int(),
})

export function pointsRuleRoutes(app: Http): void {
  app.get(
    '/points/rules',
    {
      config: { access: 'membership:read' },
      schema: {
        tags: ['points'],
        summary: 'What points are given for',
        response: { 200: z.object({ items: z.array(Stored) }) },
      },
    },
    async ({ ctx }) => ({ items: await listRules(ctx) }),
  )
  app.post(
    '/points/rules',
    {
      config: { access: 'membership:write' },
      schema: {
        tags: ['points'],
        summary: 'Draft a rule; it gives nothing before it is published',
        body: Drafted,
        response: { 201: Stored },
      },
    },
    async ({ ctx, body }, reply) => reply.code(201).send(await draftRule(ctx, body)),
  )
  app.get(
    '/points/rules/:id',
    {
      config: { access: 'membership:read' },
      schema: {
        tags: ['points'],
        summary: 'A rule, as it is drafted and as it is in force',
        params: Id,
        response: { 200: Stored },
      },
    },
    ({ ctx, params }) => getRule(ctx, params.id),
  )
  app.put(
    '/points/rules/:id',
    {
      config: { access: 'membership:write' },
      schema: {
        tags: ['points'],
        summary: 'Change the draft; what is in force stays until it is published',
        params: Id,
        body: Drafted,
        response: { 200: Stored },
      },
    },
    ({ ctx, params, body }) => draftRule(ctx, { ...body, id: params.id }),
  )
  app.post(
    '/points/rules/:id/publish',
    {
      config: { access: 'membership:write' },
      schema: {
        tags: ['points'],
        summary: 'Put the draft in force as a new version',
        params: Id,
        response: { 200: Stored },
      },
    },
    ({ ctx, params }) => publishRule(ctx, params.id),
  )
  app.post(
    '/points/rules/:id/stop',
    {
      config: { access: 'membership:write' },
      schema: {
        tags: ['points'],
        summary: 'Give no points by it any more',
        params: Id,
        response: { 200: Stored },
      },
    },
    ({ ctx, params }) => stopRule(ctx, params.id),
  )
  app.post(
    '/points/rules/:id/simulate',
    {
      config: { access: 'membership:read' },
      schema: {
        tags: ['points'],
        summary: 'What the draft would have given over the last days, beside what is in force',
        params: Id,
        body: z.object({ days: z.number().int().min(1).max(365) }),
        response: {
          200: z.object({
            live: Simulated.nullable(),
            draft: Simulated,
            difference: z.number().int(),
          }),
        },
      },
    },
    async ({ ctx, params, body }) => {
      const rule = await getRule(ctx, params.id)
      return simulate(ctx, rule.live, rule.draft, body.days)
    },
  )
}
