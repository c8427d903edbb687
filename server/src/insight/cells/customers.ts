// The customers behind a figure, as a bitmap: by the same statement that counted them.
import type { z } from 'zod'
import { CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { behindAdds } from '../adds/adds.ts'
import { behindAttribution } from '../attribution/attribution.ts'
import { behindChain } from '../chain/chain.ts'
import { behindOutlook } from '../clv/outlook.ts'
import { behindAcquisition } from '../cohorts/acquisition.ts'
import { behindConcentration } from '../cohorts/concentration.ts'
import { behindFirstOrder } from '../cohorts/first-order.ts'
import { behindRepurchase } from '../cohorts/repurchase.ts'
import { behindRfm } from '../cohorts/rfm.ts'
import { behindDistribution } from '../distribution/distribution.ts'
import { behindFission } from '../fission/fission.ts'
import { readFunnel, splitOf } from '../funnel/funnel.ts'
import { journeys } from '../funnel/journey-sql.ts'
import { behindTimes } from '../funnel/times.ts'
import { behindTrend } from '../funnel/trend.ts'
import { asOf } from '../gate/as-of.ts'
import { behindGmv } from '../gmv/behind.ts'
import { behindInterval } from '../interval/interval.ts'
import { behindOutlay } from '../outlay/outlay.ts'
import { behindPaths } from '../paths/paths.ts'
import { activeIn, firstIn } from '../question/active.ts'
import { type Edges, edgesOf, lastEdges, numberOf } from '../question/periods.ts'
import { readQuestion, rowsIn, stretchOfRange } from '../question/reading.ts'
import { readRetention } from '../retention/retention.ts'
import { behindScorecard } from '../scorecard/scorecard.ts'
import { behindSessions } from '../sessions/sessions.ts'
import { rowsOf } from '../trends/series-sql.ts'
import { readTrends } from '../trends/trends.ts'
import { at, type Behind, setOf, startNamed } from './behind.ts'
import { behindScore } from './scores.ts'
import type { Figure, FunnelCell } from './shape.ts'

type Of<Analysis> = Extract<Figure, { analysis: Analysis }>

/** @throws 400 for a question that makes no sense, 404 figure for a place its answer does not have */
export function behind(ctx: Ctx, figure: Figure): Promise<Behind> {
  switch (figure.analysis) {
    case 'funnel':
      return inFunnel(ctx, figure)
    case 'funnel_times':
      return behindTimes(ctx, figure.question, figure.cell)
    case 'funnel_trend':
      return behindTrend(ctx, figure.question, figure.cell)
    case 'retention':
      return inRetention(ctx, figure)
    case 'lifecycle':
      return inLifecycle(ctx, figure)
    case 'stickiness':
      return inStickiness(ctx, figure)
    case 'ownership':
    case 'nps':
    case 'experiment':
    case 'super_users':
      return behindScore(ctx, figure)
    case 'trends':
      return inTrends(ctx, figure)
    case 'paths':
      return behindPaths(ctx, figure.question, figure.cell)
    case 'distribution':
      return behindDistribution(ctx, figure.question, figure.cell)
    case 'interval':
      return behindInterval(ctx, figure.question, figure.cell)
    case 'sessions':
      return behindSessions(ctx, figure.question, figure.cell)
    case 'attribution':
      return behindAttribution(ctx, figure.question, figure.cell)
    case 'concentration':
      return behindConcentration(ctx, figure.question, figure.cell)
    case 'repurchase':
      return behindRepurchase(ctx, figure.question, figure.cell)
    case 'first_order':
      return behindFirstOrder(ctx, figure.question, figure.cell)
    case 'rfm':
      return behindRfm(ctx, figure.question, figure.cell)
    case 'acquisition':
      return behindAcquisition(ctx, figure.question, figure.cell)
    case 'chain':
      return behindChain(ctx, figure)
    case 'scorecard':
      return behindScorecard(ctx, figure)
    case 'gmv':
      return behindGmv(ctx, figure)
    case 'fission':
      return behindFission(ctx, figure.question, figure.cell)
    case 'adds':
      return behindAdds(ctx, figure.question, figure.cell)
    case 'outlay':
      return behindOutlay(ctx, figure.question, figure.cell)
    case 'clv':
      return behindOutlook(ctx, figure.question, figure.cell)
  }
}

/** As a bitmap that means the same wherever it is read: of a past moment its customers themselves. */
export async function thoseBehind(ctx: Ctx, figure: Figure): Promise<Sql> {
  const as_of =
    'question' in figure && 'as_of' in figure.question ? figure.question.as_of : undefined
  if (as_of === undefined) return (await behind(ctx, figure)).customers
  const then = await asOf(ctx, as_of)
  const { customers } = await behind(then, figure)
  const [row] = await then.ch.rows<{ ids: number[] }>(
    ctx.tenantId,
    sql`select bitmapToArray(${customers}) as ids`,
  )
  return sql`bitmapBuild(${as('Array(UInt32)', row?.ids ?? [])})`
}

async function inFunnel(ctx: Ctx, { question, cell }: Of<'funnel'>): Promise<Behind> {
  const { breakdown, steps } = question
  if (cell.step > steps.length) throw notFound('figure')
  const reading = await readFunnel(ctx, question)
  const stretch = stretchOfRange(question, reading.clock)
  const property =
    breakdown?.type === 'event' && cell.value !== undefined ? breakdown.by : undefined
  const { rows } = journeys(question, reading, stretch, property)
  if (cell.value === undefined) return { customers: setOf(rows, cameTo(cell)), reading }
  if (!breakdown) throw notFound('figure')
  const split = await splitOf(ctx, breakdown, rows, reading, steps.length)
  const hers = sql`has(values, ${as('String', cell.value ?? '')})`
  return { customers: setOf(split, sql`${cameTo(cell)} and ${hers}`), reading }
}

const cameTo = ({ step, came }: z.infer<typeof FunnelCell>): Sql =>
  came === 'lost' ? sql`came = ${as('UInt8', step)}` : sql`came >= ${as('UInt8', step)}`

async function inRetention(ctx: Ctx, { question, cell }: Of<'retention'>): Promise<Behind> {
  const { reading, edges, cohorts, returning } = await readRetention(ctx, question)
  const { timezone } = reading.clock
  const cohort = startNamed(cell.cohort, edges, question.period, timezone)
  const starts = edges.slice(0, -1)
  const later = starts[starts.indexOf(cohort) + cell.after]
  if (later === undefined) throw notFound('figure')
  const theirs = at(cohorts, cohort)
  if (cell.after === 0 && cell.back) return { customers: theirs, reading }
  const back = at(activeIn(returning, edges, reading), later)
  const customers = cell.back
    ? sql`bitmapAnd(${theirs}, ${back})`
    : sql`bitmapAndnot(${theirs}, ${back})`
  return { customers, reading }
}

async function inLifecycle(ctx: Ctx, { question, cell }: Of<'lifecycle'>): Promise<Behind> {
  const reading = await readQuestion(ctx, [question.of], question.who)
  const { timezone } = reading.clock
  const asked = edgesOf(stretchOfRange(question, reading.clock), question.period, timezone)
  const start = startNamed(cell.start, asked, question.period, timezone)
  const [earlier = 0] = lastEdges(start - 1, 1, question.period, timezone)
  const edges = [earlier, ...asked]
  const rows = reading.means(question.of)
  const active = activeIn(rows, edges, reading)
  const before = starting(asked, start, earlier)
  const [now, was, fresh] = [
    at(active, start),
    at(active, before),
    at(firstIn(rows, edges, reading), start),
  ]
  const customers = {
    new: fresh,
    returning: sql`bitmapAnd(${now}, ${was})`,
    resurrecting: sql`bitmapAndnot(bitmapAndnot(${now}, ${was}), ${fresh})`,
    dormant: sql`bitmapAndnot(${was}, ${now})`,
  }[cell.is]
  return { customers, reading }
}

/** When the period before began. */
const starting = (edges: Edges, start: number, before: number): number =>
  edges[edges.indexOf(start) - 1] ?? before

async function inStickiness(ctx: Ctx, { question, cell }: Of<'stickiness'>): Promise<Behind> {
  const reading = await readQuestion(ctx, [question.of], question.who)
  const stretch = stretchOfRange(question, reading.clock)
  const edges = edgesOf(stretch, question.period, reading.clock.timezone)
  const customers = setOf(sql`
    select ${CUSTOMER} as c from event
    where ${reading.whose} and ${reading.means(question.of)} and ${rowsIn(stretch)}
    group by c having groupBitmap(${numberOf(edges)}) = ${as('UInt32', cell.periods)}`)
  return { customers, reading }
}

async function inTrends(ctx: Ctx, { question, cell }: Of<'trends'>): Promise<Behind> {
  const { reading, span } = await readTrends(ctx, question)
  const series = question.series[cell.of]
  // A formula is reckoned of several: nobody is behind it.
  if (!series || (cell.value !== undefined && !question.breakdown)) throw notFound('figure')
  const start =
    cell.start === undefined
      ? undefined
      : startNamed(cell.start, span.edges, question.period, reading.clock.timezone)
  const people = rowsOf(series, span, question.breakdown, reading)
  const within =
    start === undefined
      ? sql`true`
      : question.cumulative
        ? sql`p <= ${as('Int64', start)}`
        : sql`p = ${as('Int64', start)}`
  const hers = cell.value === undefined ? sql`true` : sql`v = ${as('String', cell.value ?? '')}`
  return { customers: setOf(people, sql`${within} and ${hers}`), reading }
}
