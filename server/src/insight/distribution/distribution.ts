// How a number is spread over customers.
import { amountOf, CUSTOMER } from '../../audiences/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { type Behind, setOf } from '../cells/behind.ts'
import {
  binOf,
  countsOf,
  cutIn,
  inBins,
  type SpreadRow,
  spread,
  spreadOf,
} from '../question/bins.ts'
import { byValue, splitByCustomer, textOf } from '../question/breakdown.ts'
import { edgesOf, numberOf } from '../question/periods.ts'
import { type QuestionReading, readQuestion, rowsIn, stretchOfRange } from '../question/reading.ts'
import type { BinCell, DistributionAnswer, DistributionQuestion } from './shape.ts'

type Counted = SpreadRow & { counts: string[] }

/** @throws 400 for what makes no sense, 403 for an attribute that is not counted by */
export async function distribution(
  ctx: Ctx,
  question: DistributionQuestion,
): Promise<DistributionAnswer> {
  const reading = await readQuestion(ctx, [question.of], question.who)
  const rows = numbers(question, reading)
  const { edges, bins } = await cut(ctx, question, rows)
  const figures = sql`${spread(sql`x`)}, ${inBins(sql`x`, edges)}`
  const [all] = await ctx.ch.rows<Counted>(ctx.tenantId, sql`select ${figures} from (${rows})`)
  if (!all) throw new Error('figures of all came without a row')
  const told = (row: Counted) => ({
    spread: spreadOf(row),
    counts: countsOf(row.counts, edges).slice(0, bins.length),
  })
  const split = question.breakdown && (await splitOf(ctx, question, rows, reading))
  const { shown, other } = split
    ? await byValue<Counted>(ctx, split, figures, question.breakdown?.limit ?? 0)
    : { shown: [], other: null }
  return {
    bins,
    all: told(all),
    breakdowns: shown.map((row) => ({ value: row.value || null, ...told(row) })),
    other: other && { values: other.values, ...told(other.counted) },
    as_of: new Date(reading.clock.now).toISOString(),
  }
}

/** What is told apart by a property of the events may be less than the least of all. */
const cut = (ctx: Ctx, { bins, breakdown }: DistributionQuestion, rows: Sql) =>
  cutIn(ctx, bins, rows, breakdown?.type === 'event')

/** A row a customer, `c` and `x`; with `value`, a row for each value of an event's property. */
function numbers(question: DistributionQuestion, reading: QuestionReading, value?: Sql): Sql {
  const { measure, of } = question
  const stretch = stretchOfRange(question, reading.clock)
  const amount = 'property' in measure ? amountOf(measure.property) : sql`0`
  const number = {
    times: sql`count()`,
    days: sql`groupBitmap(${numberOf(edgesOf(stretch, 'day', reading.clock.timezone))})`,
    sum: sql`sumOrNull(${amount})`,
    average: sql`avgOrNull(${amount})`,
    min: sql`minOrNull(${amount})`,
    max: sql`maxOrNull(${amount})`,
  }[measure.kind]
  const among = sql`event where ${reading.whose} and ${reading.means(of)} and ${rowsIn(stretch)}
    group by c ${value ? sql`, v` : sql``}`
  const [values, told] = value ? [sql`[v] as values,`, sql`${value} as v,`] : [sql``, sql``]
  // Whoever has a row has a count; of numbers she may have none.
  return 'property' in measure
    ? sql`select c, ${values} assumeNotNull(number) as x
        from (select ${CUSTOMER} as c, ${told} ${number} as number from ${among}) where isNotNull(number)`
    : sql`select ${CUSTOMER} as c, ${told} ${values} ${number} as x from ${among}`
}

/** Rows with `values` of the breakdown. */
async function splitOf(
  ctx: Ctx,
  question: DistributionQuestion,
  rows: Sql,
  reading: QuestionReading,
): Promise<Sql> {
  const { breakdown } = question
  if (!breakdown) throw notFound('figure')
  return breakdown.type === 'event'
    ? numbers(question, reading, textOf(breakdown.by))
    : splitByCustomer(ctx, breakdown, rows, reading)
}

/** @throws 404 figure for a place the answer does not have */
export async function behindDistribution(
  ctx: Ctx,
  question: DistributionQuestion,
  cell: BinCell,
): Promise<Behind> {
  const reading = await readQuestion(ctx, [question.of], question.who)
  const rows = numbers(question, reading)
  return inBin(cell, await cut(ctx, question, rows), {
    all: rows,
    split: () => splitOf(ctx, question, rows, reading),
    reading,
  })
}

/** The customers of rows with `x` in a bin, and with one of the `values`. */
export async function inBin(
  { bin, value }: BinCell,
  { edges, bins }: Awaited<ReturnType<typeof cutIn>>,
  of: { all: Sql; split: () => Promise<Sql>; reading: QuestionReading },
): Promise<Behind> {
  if (bin !== undefined && bin >= bins.length) throw notFound('figure')
  const there = bin === undefined ? sql`true` : sql`${binOf(sql`x`, edges)} = ${as('UInt32', bin)}`
  const hers = value === undefined ? sql`true` : sql`has(values, ${as('String', value ?? '')})`
  const rows = value === undefined ? of.all : await of.split()
  return { customers: setOf(rows, sql`${there} and ${hers}`), reading: of.reading }
}
