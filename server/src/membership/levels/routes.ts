import { randomUUIDv7 } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { Time } from '../../org/index.ts'
import { audit } from '../../platform/audit.ts'
import { inTx } from '../../platform/ctx.ts'
import { conflict, invalid } from '../../platform/errors.ts'
import type { Http } from '../../platform/http.ts'
import { pageQuery } from '../../platform/page.ts'
import { CustomerId, canonicalInScope, listedByIds } from '../../profile/index.ts'
import { dormancy } from './dormancy.ts'
import { explainLevel } from './explain.ts'
import { REASONS } from './replay.ts'
import { LevelRules } from './rules.ts'
import {
  DormancyShape,
  ExplainedShape,
  LadderName,
  ListedShape,
  MovesShape,
  PublishedShape,
  ReportShape,
  SimulationShape,
} from './shape.ts'
import { askSimulation, getSimulation, type Simulation } from './simulate.ts'
import { listMoves, listStandings, movesByMonth, pyramid } from './standings.ts'
import { type Published, publishRules, versionsOf } from './versions.ts'

const tags = ['membership']
const read = { access: 'membership:read', scoped: true } as const
const Code = z.string().max(40)
const iso = (at: Date | null) => at?.toISOString() ?? null
const shown = (one: Published) => ({ ...one, published_at: one.published_at.toISOString() })
const shownSimulation = (one: Simulation) => ({ ...one, asked_at: one.asked_at.toISOString() })

export function levelRoutes(app: Http): void {
  app.get(
    '/membership/levels/:ladder',
    {
      config: read,
      schema: {
        tags,
        summary: 'Every wording of a ladder’s rules, the newest first',
        params: z.object({ ladder: LadderName }),
        response: { 200: z.object({ items: z.array(PublishedShape) }) },
      },
    },
    async ({ ctx, params }) => ({
      items: (await versionsOf(ctx, params.ladder)).toReversed().map(shown),
    }),
  )
  app.post(
    '/membership/levels/:ladder',
    {
      config: { access: 'membership:write' },
      schema: {
        tags,
        summary: 'Publish rules; they hold from now on',
        description:
          'Nothing is switched off for it: who qualifies rises at once, nobody falls before a term ends.',
        params: z.object({ ladder: LadderName }),
        body: z.object({
          rules: LevelRules,
          note: z.string().max(500).default(''),
          version: z.number().int().min(0).describe('The newest it was written on; 0: the first'),
        }),
        response: { 201: PublishedShape },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply.code(201).send(shown(await publishRules(ctx, params.ladder, body))),
  )
  app.post(
    '/membership/levels/:ladder/simulations',
    {
      config: { access: 'membership:write' },
      schema: {
        tags,
        summary: 'Count what rules would change, before they are published',
        params: z.object({ ladder: LadderName }),
        body: z.object({ rules: LevelRules }),
        response: { 202: SimulationShape },
      },
    },
    async ({ ctx, params, body }, reply) =>
      reply.code(202).send(shownSimulation(await askSimulation(ctx, params.ladder, body.rules))),
  )
  app.get(
    '/membership/simulations/:id',
    {
      config: { access: 'membership:write' },
      schema: {
        tags,
        summary: 'How far a simulation is, and what it found',
        params: z.object({ id: z.uuid() }),
        response: { 200: SimulationShape },
      },
    },
    async ({ ctx, params }) => shownSimulation(await getSimulation(ctx, params.id)),
  )
  app.get(
    '/membership/members',
    {
      config: read,
      schema: {
        tags,
        summary: 'Who stands where, by the newest level first',
        querystring: z.object({
          ...pageQuery,
          ladder: LadderName.default('growth'),
          level: Code.optional(),
          q: z
            .string()
            .trim()
            .min(1)
            .max(40)
            .optional()
            .describe('A member’s or customer’s number'),
          grace: z.stringbool().optional().describe('Only who has to make up for something'),
        }),
        response: { 200: ListedShape },
      },
    },
    async ({ ctx, query }) => {
      const page = await listStandings(ctx, query)
      const people = await listedByIds(
        ctx,
        page.items.map((one) => one.customer_id),
      )
      const byId = new Map(people.map((one) => [one.id, one]))
      return {
        ...page,
        items: page.items.map((one) => ({
          ...one,
          customer: byId.get(one.customer_id) ?? null,
          ...{ joined_at: iso(one.joined_at), since: one.since.toISOString() },
          ...{ term_ends_at: iso(one.term_ends_at), grace_until: iso(one.grace_until) },
        })),
      }
    },
  )
  app.get(
    '/membership/moves',
    {
      config: read,
      schema: {
        tags,
        summary: 'Moves between levels, the newest first',
        querystring: z.object({
          ...pageQuery,
          ladder: LadderName.default('growth'),
          to: Code.optional(),
          reason: z.enum(REASONS).optional(),
        }),
        response: { 200: MovesShape },
      },
    },
    async ({ ctx, query }) => {
      const page = await listMoves(ctx, query)
      return {
        ...page,
        items: page.items.map((one) => ({
          ...one,
          ...{ at: one.at.toISOString(), found_at: one.found_at.toISOString() },
        })),
      }
    },
  )
  app.get(
    '/membership/report',
    {
      config: read,
      schema: {
        tags,
        summary: 'How many stand where, and the moves of each month',
        querystring: z.object({
          ladder: LadderName.default('growth'),
          months: z.coerce.number().int().min(1).max(36).default(12),
        }),
        response: { 200: ReportShape },
      },
    },
    async ({ ctx, query }) => ({
      levels: await pyramid(ctx, query.ladder),
      months: await movesByMonth(ctx, query.ladder, query.months),
    }),
  )
  app.get(
    '/membership/dormancy',
    {
      config: read,
      schema: {
        tags,
        summary: 'How long members have bought nothing, beside what they hold and have not used',
        response: { 200: DormancyShape },
      },
    },
    ({ ctx }) => dormancy(ctx),
  )
  app.get(
    '/membership/customers/:id/level',
    {
      config: read,
      schema: {
        tags,
        summary: 'Where a customer stands, or stood on a day, and why',
        params: z.object({ id: CustomerId }),
        querystring: z.object({
          ladder: LadderName.default('growth'),
          as_of: Time.optional().describe('Absent: now'),
        }),
        response: { 200: ExplainedShape },
      },
    },
    async ({ ctx, params, query }) => {
      const asOf = query.as_of ? new Date(query.as_of) : ctx.now()
      if (asOf.getTime() > ctx.now().getTime())
        throw invalid('as_of_in_future', 'The future is not known')
      const told = await explainLevel(ctx, params.id, query.ladder, asOf)
      return {
        ...told,
        ...{ as_of: told.as_of.toISOString(), since: iso(told.since) },
        ...{ term_ends_at: iso(told.term_ends_at), grace_until: iso(told.grace_until) },
        changes: told.changes.map((c) => ({ ...c, at: c.at.toISOString() })),
        found: told.found.map((f) => ({
          ...f,
          ...{ at: f.at.toISOString(), found_at: f.found_at.toISOString() },
        })),
      }
    },
  )
  app.post(
    '/membership/customers/:id/growth',
    {
      config: { access: 'membership:write', scoped: true },
      schema: {
        tags,
        summary: 'Give or take growth value by hand',
        params: z.object({ id: CustomerId }),
        body: z.object({
          key: z.string().min(1).max(100).describe('Sent again it changes nothing'),
          growth: z
            .number()
            .int()
            .min(-1_000_000)
            .max(1_000_000)
            .refine((n) => n !== 0),
          reason: z.string().trim().min(1).max(500),
        }),
        response: { 204: z.null() },
      },
    },
    async ({ ctx, params, body }, reply) => {
      const customer = await canonicalInScope(ctx, params.id)
      await inTx(ctx, async (ctx) => {
        const { rows } =
          await sql`insert into growth_adjustment (tenant_id, id, key, node_id, growth, reason, actor, at)
          values (${ctx.tenantId}, ${randomUUIDv7()}, ${body.key}, ${customer}, ${body.growth}, ${body.reason},
            ${`${ctx.actor.kind}:${ctx.actor.id}`}, ${ctx.now()})
          on conflict (tenant_id, key) do nothing returning id`.execute(ctx.pg)
        if (rows.length > 0) {
          await audit(
            ctx,
            'growth.adjusted',
            { kind: 'customer', id: String(customer) },
            { after: body },
          )
          return
        }
        const { rows: same } =
          await sql`select 1 from growth_adjustment where tenant_id = ${ctx.tenantId}
          and key = ${body.key} and node_id = ${customer} and growth = ${body.growth}`.execute(
            ctx.pg,
          )
        if (same.length === 0) throw conflict('key_used', 'The key stands for another adjustment')
      })
      return reply.code(204).send(null)
    },
  )
}
