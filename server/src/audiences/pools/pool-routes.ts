// Private pools over HTTP.
import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { Id, RuleShape } from '../shapes.ts'
import { figuresBefore, hasPast, type PoolFigures, poolFigures, readinessOf } from './figures.ts'
import {
  createPool,
  editPool,
  getPool,
  listPools,
  missingOf,
  Objective,
  type Pool,
  PoolFields,
  setPoolState,
} from './pool.ts'

const tags = ['pools']
const reading = { access: 'audiences:read', scoped: true } as const
const writing = { access: 'audiences:write' } as const
const Count = z.number().int()
const FiguresShape = z.object({
  size: Count,
  friends: Count.describe('狭义: friends in WeCom'),
  wechat: Count.describe('广义: with any live touchpoint within WeChat'),
  reachable: Count,
  two_live: Count.describe('With two live touchpoints or more'),
  members: Count.describe('With a level of the programme or a member id'),
  with_points: Count,
  locked_in: Count.describe(
    '锁客: with stored value, a running card, or paid membership told within a year',
  ),
  with_portrait: Count.describe('Gender, birthday or city is known'),
  known: Count,
  attained: Count.nullable().describe('Who do what the pool is for'),
  orders: Count.describe('Of the last 30 days'),
  amount_fen: Count.describe('Paid less given back, of the last 30 days'),
})
const ReadinessShape = z.object({
  what: z.enum(['points', 'membership', 'portrait', 'crm']),
  share: Count.describe('Hundredths of a percent of the pool'),
  wanted: Count,
  passes: z.boolean(),
})
const PoolShape = z.object({
  id: z.uuid(),
  state: z.enum(['draft', 'live', 'archived']),
  ...PoolFields.shape,
  behaviour: RuleShape.nullable(),
  missing: z.array(z.string()).describe('What it must still say before it goes live'),
  revision: Count.describe('Sent back with an edit'),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  updated_at: z.iso.datetime(),
  updated_by: z.string(),
})
const ProgressShape = z.object({
  term: z.enum(['short', 'long']),
  ...Objective.shape,
  now: Count,
  share: Count.describe('Of the target, in hundredths of a percent'),
  before: Count.nullable().describe('Thirty days ago; null: nobody knows what it was'),
})

const shown = (pool: Pool) => ({
  ...pool,
  missing: missingOf(pool),
  created_at: pool.created_at.toISOString(),
  updated_at: pool.updated_at.toISOString(),
})

function progressOf(
  pool: Pool,
  figures: PoolFigures,
  earlier: Awaited<ReturnType<typeof figuresBefore>>,
) {
  const terms = [
    ['short', pool.short_objective],
    ['long', pool.long_objective],
  ] as const
  return terms.flatMap(([term, objective]) => {
    if (!objective) return []
    const now = figures[objective.measure] ?? 0
    const before = hasPast(objective.measure) ? (earlier?.[objective.measure] ?? null) : null
    return [
      { term, ...objective, now, before, share: Math.floor((now * 10_000) / objective.target) },
    ]
  })
}

/** A short-term gain at a long-term cost (A05). */
export function isShortAtCost(
  objectives: readonly { term: string; share: number; now: number; before: number | null }[],
): boolean {
  const [short, long] = ['short', 'long'].map((term) => objectives.find((o) => o.term === term))
  if (!short || !long || long.before === null) return false
  return short.share >= 10_000 && long.now < long.before
}

export function poolRoutes(app: Http): void {
  app.get(
    '/pools',
    {
      config: reading,
      schema: {
        tags,
        summary: 'Private pools, each with its size in both calibres',
        querystring: z.object({ state: z.enum(['draft', 'live', 'archived']).optional() }),
        response: {
          200: z.object({ items: z.array(PoolShape.extend({ figures: FiguresShape.nullable() })) }),
        },
      },
    },
    async ({ ctx, query }) => {
      const pools = await listPools(ctx, query.state)
      const items = []
      for (const pool of pools) items.push({ ...shown(pool), figures: await figuresOf(ctx, pool) })
      return { items }
    },
  )
  app.post(
    '/pools',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Begin a pool as a draft',
        body: PoolFields.partial().required({ name: true }),
        response: { 201: PoolShape },
      },
    },
    async ({ ctx, body }, reply) => {
      const id = await createPool(ctx, body)
      return reply.code(201).send(shown(await getPool(ctx, id)))
    },
  )
  app.get(
    '/pools/:id',
    {
      config: reading,
      schema: { tags, summary: 'One pool', params: Id, response: { 200: PoolShape } },
    },
    async ({ ctx, params }) => shown(await getPool(ctx, params.id)),
  )
  app.get(
    '/pools/:id/figures',
    {
      config: reading,
      schema: {
        tags,
        summary: 'What a pool is worth today, how far its objectives are, what it stands on',
        params: Id,
        response: {
          200: z.object({
            figures: FiguresShape.nullable().describe('None without an audience'),
            objectives: z.array(ProgressShape),
            short_at_cost: z
              .boolean()
              .describe('The short-term objective is met while the long-term one falls'),
            readiness: z.array(ReadinessShape),
          }),
        },
      },
    },
    async ({ ctx, params }) => {
      const pool = await getPool(ctx, params.id)
      const figures = await figuresOf(ctx, pool)
      const earlier = pool.audience_id === null ? null : await figuresBefore(ctx, pool.audience_id)
      const objectives = figures ? progressOf(pool, figures, earlier) : []
      return {
        figures,
        objectives,
        short_at_cost: isShortAtCost(objectives),
        readiness: figures ? readinessOf(figures) : [],
      }
    },
  )
  app.patch(
    '/pools/:id',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Change what a pool says',
        params: Id,
        body: PoolFields.partial().extend({ revision: Count }),
        response: { 200: PoolShape },
      },
    },
    async ({ ctx, params, body }) => {
      await editPool(ctx, params.id, body)
      return shown(await getPool(ctx, params.id))
    },
  )
  app.post(
    '/pools/:id/state',
    {
      config: writing,
      schema: {
        tags,
        summary: 'Set a pool live, take it back to draft, or put it away',
        description: 'Live needs all of what a pool must say; what is missing is named.',
        params: Id,
        body: z.object({ state: z.enum(['live', 'draft', 'archived']) }),
        response: { 200: PoolShape },
      },
    },
    async ({ ctx, params, body }) => {
      await setPoolState(ctx, params.id, body.state)
      return shown(await getPool(ctx, params.id))
    },
  )
}

const figuresOf = (ctx: Parameters<typeof poolFigures>[0], pool: Pool) =>
  pool.audience_id === null ? null : poolFigures(ctx, pool.audience_id, pool.behaviour)
