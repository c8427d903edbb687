// How the conversion moves: customers by the period in which their attempts began.
import { CUSTOMER, hasMark, placeOf, timeOf } from '../../audiences/index.ts'
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid, notFound } from '../../platform/errors.ts'
import { proportion } from '../calc/proportion.ts'
import { type Behind, setOf, startNamed } from '../cells/behind.ts'
import { type Edges, edgesOf, nameOf } from '../question/periods.ts'
import {
  LISTS,
  type QuestionReading,
  rowsIn,
  type Stretch,
  stretchOfRange,
} from '../question/reading.ts'
import { readFunnel } from './funnel.ts'
import { chainOf, inOrder, relevantOf, steps } from './journey-sql.ts'
import type { FunnelTrendAnswer, FunnelTrendCell, FunnelTrendQuestion } from './shape.ts'

/**
 * Attempts begin within the range; their window may reach beyond it.
 * @throws 400 for what makes no sense, and for steps in any order, which have no beginning
 */
export async function funnelTrend(
  ctx: Ctx,
  question: FunnelTrendQuestion,
): Promise<FunnelTrendAnswer> {
  const { reading, edges, rows } = await readTrend(ctx, question)
  const { now, timezone } = reading.clock
  const count = question.steps.length
  const found = await ctx.ch.rows<{ p: string; counts: string[] }>(
    ctx.tenantId,
    sql`select p, [${join(
      steps(count).map((step) => sql`countIf(came >= ${as('UInt8', step)})`),
      ', ',
    )}] as counts from (${rows}) group by p`,
    LISTS,
  )
  const byStart = new Map(found.map(({ p, counts }) => [Number(p), counts.map(Number)]))
  return {
    periods: edges.slice(0, -1).map((start, i) => {
      const counts = byStart.get(start) ?? steps(count).map(() => 0)
      return {
        start: nameOf(start, question.period, timezone),
        counts,
        rate: proportion(counts.at(-1) ?? 0, counts[0] ?? 0),
        is_open: (edges[i + 1] as number) + question.window_seconds * 1000 > now,
      }
    }),
    as_of: new Date(now).toISOString(),
  }
}

interface Read {
  reading: QuestionReading
  edges: Edges
  /** `c`, `p` and `came`: a row a customer and period in which she began. */
  rows: Sql
}

async function readTrend(ctx: Ctx, question: FunnelTrendQuestion): Promise<Read> {
  const { order } = question
  if (order === 'unordered')
    throw invalid('bad_funnel_trend', 'Steps in any order have none with which an attempt begins')
  const reading = await readFunnel(ctx, question)
  const stretch = stretchOfRange(question, reading.clock)
  const edges = edgesOf(stretch, question.period, reading.clock.timezone)
  return { reading, edges, rows: begunBy(question, order, reading, stretch, edges) }
}

function begunBy(
  question: FunnelTrendQuestion,
  order: 'ordered' | 'strict',
  reading: QuestionReading,
  stretch: Stretch,
  edges: Edges,
): Sql {
  const chain = chainOf(question, reading)
  const windowMs = question.window_seconds * 1000
  const marked = sql`select ${CUSTOMER} as c, arraySort(groupArray(${placeOf(chain)})) as places from event
    where ${reading.whose} and ${relevantOf(question, chain)}
      and ${rowsIn({ from: stretch.from, to: stretch.to + windowMs + 1 })} group by c`
  const int = (n: number) => as('Int64', n)
  const starts = as('Array(Int64)', edges.slice(0, -1))
  const time = sql`(toInt64(${timeOf(sql`place`)}) - 2208988800000)`
  const isBeginning = sql`${hasMark(sql`place`, [0])} and ${time} < ${int(stretch.to)}`
  const began = sql`select c, places, arrayJoin(arrayDistinct(arrayMap(place -> roundDown(${time}, ${starts}),
      arrayFilter(place -> ${isBeginning}, places)))) as p from (${marked})`
  // Where the period ends, as far as the range reaches.
  const end = sql`least(transform(p, ${starts}, ${as('Array(Int64)', edges.slice(1))}, toInt64(0)), ${int(stretch.to)})`
  // What begins outside of the period is no beginning here; later steps stay what they are.
  const own = sql`select c, p, arrayMap(place -> if(${time} < ends, place, bitAnd(place, bitNot(toUInt64(1)))),
      arrayFilter(place -> ${time} >= p and ${time} <= ends + ${int(windowMs)}, places)) as places
    from (select c, p, places, ${end} as ends from (${began}))`
  return inOrder(chain, order, own, false, sql`c, p`)
}

/** @throws 404 figure for a period or step the answer does not have */
export async function behindTrend(
  ctx: Ctx,
  question: FunnelTrendQuestion,
  { start, step, came }: FunnelTrendCell,
): Promise<Behind> {
  if (step > question.steps.length) throw notFound('figure')
  const { reading, edges, rows } = await readTrend(ctx, question)
  const { timezone } = reading.clock
  const p = as('Int64', startNamed(start, edges, question.period, timezone))
  const far = came === 'lost' ? sql`came = ${as('UInt8', step)}` : sql`came >= ${as('UInt8', step)}`
  return { customers: setOf(rows, sql`p = ${p} and ${far}`), reading }
}
