import { z } from 'zod'
import { withMeaning } from '../audiences/index.ts'
import { demand } from '../platform/auth.ts'
import type { Http } from '../platform/http.ts'
import { addsRoutes } from './adds/routes.ts'
import { attributionRoutes } from './attribution/routes.ts'
import { calcRoutes } from './calc/routes.ts'
import { cellRoutes } from './cells/routes.ts'
import { clvRoutes } from './clv/routes.ts'
import { cohortRoutes } from './cohorts/routes.ts'
import { derivedRoutes } from './defined/derived-routes.ts'
import { virtualRoutes } from './defined/virtual-routes.ts'
import { distributionRoutes } from './distribution/routes.ts'
import { driverRoutes } from './drivers/routes.ts'
import { fallRoutes } from './falls/routes.ts'
import { fissionRoutes } from './fission/routes.ts'
import { funnelRoutes } from './funnel/routes.ts'
import { standBefore } from './gate/gate.ts'
import { gmvRoutes } from './gmv/routes.ts'
import { goalRoutes } from './goals/routes.ts'
import { lookAtToday, type Today, whatWaits } from './home.ts'
import { intervalRoutes } from './interval/routes.ts'
import { freshnessRoutes } from './kept/freshness.ts'
import { memo } from './memo.ts'
import { metricRoutes } from './metric/routes.ts'
import { modeRoutes } from './mode/routes.ts'
import { outlayRoutes } from './outlay/routes.ts'
import { pathsRoutes } from './paths/routes.ts'
import { retentionRoutes } from './retention/routes.ts'
import { boardRoutes } from './saved/board-routes.ts'
import { noteRoutes } from './saved/note-routes.ts'
import { questionRoutes } from './saved/question-routes.ts'
import { operatingRoutes } from './scorecard/routes.ts'
import { scoreRoutes } from './scores.ts'
import { sessionsRoutes } from './sessions/routes.ts'
import { sqlRoutes } from './sql/routes.ts'
import { takenRoutes } from './taken/routes.ts'
import { trendsRoutes } from './trends/routes.ts'

const Day = z.iso.date()
const Count = z.number().int()
const Figures = z.object({
  events: Count,
  orders: Count.describe('Paid, in the brand’s currency'),
  paid_fen: Count,
  net_fen: Count.describe('Paid less what was given back, by the day it happened'),
  new_customers: Count.describe('By their first trace'),
  new_known: Count,
})
const Origin = z.object({ name: z.string(), events: Count, last_at: z.iso.datetime() })
const CountOrNull = Count.nullable().describe('null: not yours to see')

const Home = z.object({
  as_of: z.iso.datetime(),
  day: Day.describe('Today in the brand’s zone'),
  zone: z.string(),
  currency: z.string(),
  has_events: z.boolean(),
  today: Figures,
  yesterday: Figures.describe('Up to the same time of day'),
  customers: z.object({ all: Count, known: Count }),
  trend: z.array(Figures.extend({ day: Day })),
  platforms: z.array(Origin).describe('Of today’s events'),
  sources: z.array(Origin).describe('Of today’s events'),
  other_currencies: z.array(z.string()).describe('In which there was money that no sum here holds'),
  waiting: z.object({
    conflicts: CountOrNull,
    dead_letters: CountOrNull,
    approvals: Count.describe('For your decision'),
    notices: Count.describe('Unread'),
  }),
})

const SECONDS = 5

export function routes(app: Http): void {
  metricRoutes(app)
  standBefore(app, ['/api/v1/insight/'], withMeaning)
  virtualRoutes(app)
  derivedRoutes(app)
  questionRoutes(app)
  boardRoutes(app)
  noteRoutes(app)
  freshnessRoutes(app)
  trendsRoutes(app)
  funnelRoutes(app)
  pathsRoutes(app)
  distributionRoutes(app)
  intervalRoutes(app)
  sessionsRoutes(app)
  cellRoutes(app)
  retentionRoutes(app)
  calcRoutes(app)
  sqlRoutes(app)
  takenRoutes(app)
  attributionRoutes(app)
  cohortRoutes(app)
  modeRoutes(app)
  gmvRoutes(app)
  goalRoutes(app)
  clvRoutes(app)
  scoreRoutes(app)
  operatingRoutes(app)
  fallRoutes(app)
  driverRoutes(app)
  outlayRoutes(app)
  addsRoutes(app)
  fissionRoutes(app)
  const kept = memo<Today>(SECONDS)
  app.get(
    '/home',
    {
      config: { access: 'events:read' },
      schema: {
        tags: ['insight'],
        summary: 'What came in today, the days before, and what waits',
        description: `Days are those of the brand’s zone. Counted at most every ${SECONDS} seconds.`,
        querystring: z.object({
          from: Day.optional().describe('First day of the trend; 14 days unless given'),
          to: Day.optional().describe('Its last day; today unless given'),
        }),
        response: { 200: Home },
      },
    },
    async (request) => {
      const { ctx } = request
      demand(ctx.actor, 'customers:read')
      demand(ctx.actor, 'orders:read')
      const { from, to } = request.query
      const [today, waiting] = await Promise.all([
        kept(`${ctx.tenantId} ${from} ${to}`, () =>
          lookAtToday(ctx, { ...(from && { from }), ...(to && { to }) }),
        ),
        whatWaits(ctx),
      ])
      const origins = (rows: Today['platforms']) =>
        rows.map(({ name, events, lastAt }) => ({ name, events, last_at: lastAt.toISOString() }))
      return {
        as_of: today.asOf.toISOString(),
        day: today.day,
        zone: today.zone,
        currency: today.currency,
        has_events: today.hasEvents,
        today: today.today,
        yesterday: today.yesterday,
        customers: today.customers,
        trend: today.trend,
        platforms: origins(today.platforms),
        sources: origins(today.sources),
        other_currencies: today.otherCurrencies,
        waiting: {
          conflicts: waiting.conflicts,
          dead_letters: waiting.deadLetters,
          approvals: waiting.approvals,
          notices: waiting.notices,
        },
      }
    },
  )
}
