// How long it takes from one event to another.
import { type Chain, CUSTOMER, hasMark, isMarked, placeOf, timeOf } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { type Behind, setOf } from '../cells/behind.ts'
import { inBin } from '../distribution/distribution.ts'
import { countsOf, cutIn, inBins, type SpreadRow, spread, spreadOf } from '../question/bins.ts'
import { byValue, splitByCustomer, textOf } from '../question/breakdown.ts'
import {
  LISTS,
  type QuestionReading,
  readQuestion,
  rowsIn,
  stretchOfRange,
} from '../question/reading.ts'
import type { IntervalAnswer, IntervalCell, IntervalQuestion } from './shape.ts'

type Counted = SpreadRow & { counts: string[]; customers: string }

/** @throws 400 for what makes no sense, 403 for an attribute that is not counted by */
export async function interval(ctx: Ctx, question: IntervalQuestion): Promise<IntervalAnswer> {
  const { breakdown } = question
  const reading = await readInterval(ctx, question)
  const rows = pairs(question, reading)
  const { edges, bins } = await cutIn(ctx, question.bins, rows)
  const figures = sql`uniqExact(c) as customers, ${spread(sql`x`)}, ${inBins(sql`x`, edges)}`
  const [[all], [began]] = await Promise.all([
    ctx.ch.rows<Counted>(ctx.tenantId, sql`select ${figures} from (${rows})`, LISTS),
    ctx.ch.rows<{ n: string }>(
      ctx.tenantId,
      sql`select groupBitmap(c) as n from (${beginners(question, reading)})`,
    ),
  ])
  if (!all || !began) throw new Error('figures of all came without a row')
  const told = (row: Counted) => ({
    customers: Number(row.customers),
    spread: spreadOf(row),
    counts: countsOf(row.counts, edges).slice(0, bins.length),
  })
  const split = breakdown && (await splitOf(ctx, question, rows, reading))
  const { shown, other } = split
    ? await byValue<Counted>(ctx, split, figures, breakdown?.limit ?? 0, sql`uniqExact(c)`)
    : { shown: [], other: null }
  return {
    bins,
    began: Number(began.n),
    all: told(all),
    breakdowns: shown.map((row) => ({ value: row.value || null, ...told(row) })),
    other: other && { values: other.values, ...told(other.counted) },
    as_of: new Date(reading.clock.now).toISOString(),
  }
}

const readInterval = (ctx: Ctx, { first, second, who }: IntervalQuestion) =>
  readQuestion(ctx, second ? [first, second] : [first], who)

function chainOf({ first, second }: IntervalQuestion, { marks }: QuestionReading): Chain {
  return { steps: [marks(first), ...(second ? [marks(second)] : [])], blocks: [], withinMs: 0 }
}

const beginners = (question: IntervalQuestion, reading: QuestionReading): Sql => sql`
  select ${CUSTOMER} as c from event where ${reading.whose} and ${reading.means(question.first)}
    and ${rowsIn(stretchOfRange(question, reading.clock))}`

/** A row an interval: `c`, `x` in seconds and, with `property`, `values`: that of its first event. */
function pairs(question: IntervalQuestion, reading: QuestionReading, property?: string): Sql {
  const { second, of_several, each, within_seconds } = question
  const chain = chainOf(question, reading)
  const place = placeOf(chain)
  const gathered =
    property === undefined
      ? sql`arraySort(groupArray(${place})) as places`
      : sql`arraySort(groupArray((${place}, ${textOf(property)}))) as told, told.1 as places, told.2 as said`
  const marked = sql`select ${CUSTOMER} as c, ${gathered} from event
    where ${reading.whose} and ${isMarked(chain)} and ${rowsIn(stretchOfRange(question, reading.clock))} group by c`
  const is = (step: number, i: Sql) => hasMark(sql`places[${i}]`, [step])
  const isSecond = (i: Sql) => is(second ? 1 : 0, i)
  // Every row is one of both: she waits for the second from the row before on, or not at all.
  const begun =
    of_several === 'last'
      ? sql`arrayEnumerate(places)`
      : sql`arrayFill(i -> i != 0, arrayMap(i ->
          if(i > 1 and ${is(0, sql`i`)} and ${is(0, sql`i - 1`)} and not ${isSecond(sql`i`)}, toUInt32(0), i), arrayEnumerate(places)))`
  const ends = sql`arrayFilter(i -> i > 1 and ${isSecond(sql`i`)} and ${is(0, sql`i - 1`)}, arrayEnumerate(places))`
  const took = sql`(toFloat64(${timeOf(sql`places[pair.2]`)}) - toFloat64(${timeOf(sql`places[pair.1]`)})) / 1000`
  const short =
    within_seconds === undefined ? sql`true` : sql`x <= ${as('Float64', within_seconds)}`
  const all = sql`select c, ${property === undefined ? sql`` : sql`[said[pair.1]] as values,`} ${took} as x, pair.2 as n
    from (select c, places ${property === undefined ? sql`` : sql`, said`}, ${begun} as begun,
        arrayJoin(arrayMap(i -> (begun[i - 1], i), ${ends})) as pair from (${marked}))
    where ${short}`
  return each === 'every' ? all : sql`select * from (${all}) order by c, n limit 1 by c`
}

async function splitOf(
  ctx: Ctx,
  question: IntervalQuestion,
  rows: Sql,
  reading: QuestionReading,
): Promise<Sql> {
  const { breakdown } = question
  if (!breakdown) throw notFound('figure')
  return breakdown.type === 'event'
    ? pairs(question, reading, breakdown.by)
    : splitByCustomer(ctx, breakdown, rows, reading)
}

/** @throws 404 figure for a place the answer does not have */
export async function behindInterval(
  ctx: Ctx,
  question: IntervalQuestion,
  { waiting, ...cell }: IntervalCell,
): Promise<Behind> {
  const reading = await readInterval(ctx, question)
  const rows = pairs(question, reading)
  if (waiting)
    return {
      customers: sql`bitmapAndnot(${setOf(beginners(question, reading))}, ${setOf(rows)})`,
      reading,
    }
  return inBin(cell, await cutIn(ctx, question.bins, rows), {
    all: rows,
    split: () => splitOf(ctx, question, rows, reading),
    reading,
  })
}
