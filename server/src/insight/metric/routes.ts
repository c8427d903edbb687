import { can } from '../../platform/auth.ts'
import type { Ctx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'
import { keptAnswers } from '../kept/kept-answers.ts'
import { METRICS } from './catalogue.ts'
import type { Metric } from './metric.ts'
import { familyFor, isOwn, listOwnMetrics } from './own.ts'
import { ownMetricRoutes } from './own-routes.ts'
import { demandMetrics, readCompared, readMetrics } from './read.ts'
import { say } from './say.ts'
import { CatalogueShape, MetricsAnswerShape, MetricsQuestion } from './shape.ts'

const tags = ['insight']

export function metricRoutes(app: Http): void {
  ownMetricRoutes(app)
  app.get(
    '/insight/metrics',
    {
      config: { access: 'signed-in', scoped: true },
      schema: {
        tags,
        summary: 'The catalogue of metrics: names, definitions, formulas',
        description: 'Long-term relationship before short-term results.',
        response: { 200: CatalogueShape },
      },
    },
    async ({ ctx }) => ({ items: catalogueFor(ctx, await ownOf(ctx)) }),
  )
  app.post(
    '/insight/metrics',
    {
      config: { access: 'customers:read', scoped: true },
      schema: {
        tags,
        summary: 'Metrics over a range, by period, with the statements that made them',
        description:
          'Of the customers within the asker’s scope. A stock is as of the end of each period. Kept until the brand has new data.',
        body: MetricsQuestion,
        response: { 200: MetricsAnswerShape },
      },
    },
    async ({ ctx, body }) => {
      const { metrics, period, who, as_of, compare, fresh, run_long: _, ...range } = body
      const listed = await demandMetrics(ctx, metrics)
      // The gate has put the clock back already.
      const asOf = as_of === undefined ? undefined : ctx.now()
      const read = compare ? readCompared : readMetrics
      const versions = listed.map(({ family }) => family.version)
      const question = { metrics, versions, period, who, as_of, compare, range }
      return keptAnswers.get(
        ctx,
        'metrics',
        question,
        async () => say(await read(ctx, metrics, { range, period, who, asOf })),
        fresh,
      )
    },
  )
}

const ownOf = async (ctx: Ctx) =>
  (await listOwnMetrics(ctx))
    .filter((row) => !row.is_archived)
    .map((row) => {
      // Only its words are told here: nothing it names needs a meaning.
      const family = familyFor(row, row.content)
      return { family, metric: family.metrics[0] as Metric, owner: row.owner_name }
    })

const catalogueFor = ({ actor }: Ctx, own: Awaited<ReturnType<typeof ownOf>>) =>
  [...METRICS.map((listed) => ({ ...listed, owner: null })), ...own].map(
    ({ metric, family, owner }) => ({
      ...metric,
      owner_name: owner,
      is_own: isOwn(metric.code),
      is_stock: metric.isStock ?? false,
      is_vanity: metric.beside !== undefined,
      beside: metric.beside ?? null,
      is_share: metric.by !== undefined,
      band: metric.band ?? null,
      may_see: family.needs.every((permission) => can(actor, permission)),
    }),
  )
