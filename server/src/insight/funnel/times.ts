// How long customers take from step to step, and over all of them.
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { type Behind, setOf } from '../cells/behind.ts'
import { TIME_EDGES } from '../interval/shape.ts'
import {
  between,
  binOf,
  countsOf,
  inBins,
  type SpreadRow,
  spread,
  spreadOf,
} from '../question/bins.ts'
import { LISTS, type QuestionReading, stretchOfRange } from '../question/reading.ts'
import { readFunnel } from './funnel.ts'
import { journeys, whenName } from './journey-sql.ts'
import type { FunnelQuestion, FunnelTimesAnswer, FunnelTimesCell } from './shape.ts'

interface Span {
  from_step: number
  to_step: number
}

/** @throws 400 for what makes no sense, with its place */
export async function funnelTimes(ctx: Ctx, question: FunnelQuestion): Promise<FunnelTimesAnswer> {
  const reading = await readFunnel(ctx, question)
  const spans = spansOf(question)
  const found =
    spans.length === 0
      ? []
      : await ctx.ch.rows<SpreadRow & { span: number; counts: string[] }>(
          ctx.tenantId,
          sql`select span, ${spread(sql`x`)}, ${inBins(sql`x`, TIME_EDGES)}
            from (${timesOf(question, reading, spans)}) group by span`,
          LISTS,
        )
  const nobody = { n: '0', average: null, least: null, most: null, levels: [], counts: [] }
  return {
    bins: between(TIME_EDGES, 0, null),
    spans: spans.map((span, i) => {
      const row = found.find((one) => one.span === i) ?? nobody
      return { ...span, spread: spreadOf(row), counts: countsOf(row.counts, TIME_EDGES) }
    }),
    as_of: new Date(reading.clock.now).toISOString(),
  }
}

/** From each step to the next, and the whole way where it has more than one. */
function spansOf({ steps }: FunnelQuestion): Span[] {
  const each = steps.slice(1).map((_, i) => ({ from_step: i + 1, to_step: i + 2 }))
  return each.length > 1 ? [...each, { from_step: 1, to_step: steps.length }] : each
}

/** `c`, the number of the span and `x`, its seconds: a row for each span that she went. */
function timesOf(question: FunnelQuestion, reading: QuestionReading, spans: readonly Span[]): Sql {
  const { rows } = journeys(question, reading, stretchOfRange(question, reading.clock))
  const times = spans.map(
    ({ from_step, to_step }, i) => sql`if(came >= ${as('UInt8', to_step)}, [(${as('UInt8', i)},
      (toFloat64(${whenName(to_step)}) - toFloat64(${whenName(from_step)})) / 1000)], [])`,
  )
  return sql`select c, time.1 as span, time.2 as x from (
    select c, arrayJoin(arrayConcat(${join(times, ', ')})) as time from (${rows}))`
}

/** @throws 404 figure for a place the answer does not have */
export async function behindTimes(
  ctx: Ctx,
  question: FunnelQuestion,
  { from_step, to_step, bin }: FunnelTimesCell,
): Promise<Behind> {
  const span = spansOf(question).find(
    (one) => one.from_step === from_step && one.to_step === to_step,
  )
  if (!span || (bin !== undefined && bin > TIME_EDGES.length)) throw notFound('figure')
  const reading = await readFunnel(ctx, question)
  const inBin =
    bin === undefined ? sql`true` : sql`${binOf(sql`x`, TIME_EDGES)} = ${as('UInt32', bin)}`
  return { customers: setOf(timesOf(question, reading, [span]), inBin), reading }
}
