// Figures over time: series, what is reckoned from them, and the same of another time beside them.
import type { Formula } from '../../audiences/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'
import { demandCountable } from '../question/breakdown.ts'
import { type Edges, edgesOf, nameOf, type Period, periodsOver } from '../question/periods.ts'
import {
  type QuestionReading,
  readQuestion,
  type Stretch,
  stretchOfRange,
} from '../question/reading.ts'
import { readFormula, reckon } from './formula.ts'
import { largestValues, type Shown, type Span, seriesRows } from './series-sql.ts'
import type { TrendsAnswer, TrendsQuestion } from './shape.ts'

interface Line {
  values: (number | null)[]
  total: number | null
}
/** Of a value of the breakdown; '' and false where nothing is told apart. */
interface Told {
  value: string
  isOther: boolean
}

const ADDS_UP = new Set(['count', 'sum', 'customers'])

/** @throws 400 for what makes no sense, 403 for an attribute that is not counted by */
export async function trends(ctx: Ctx, question: TrendsQuestion): Promise<TrendsAnswer> {
  const { series, cumulative, period } = question
  const formulas = question.formulas.map(({ formula }) => readFormula(formula, series.length))
  const rising = series.find(({ measure }) => !ADDS_UP.has(measure.kind))
  if (cumulative && rising)
    throw invalid('bad_cumulative', 'Only events, customers and sums add up over periods', {
      measure: rising.measure.kind,
    })
  const { reading, span } = await readTrends(ctx, question)
  const { clock } = reading
  const other = comparedSpan(question, span, reading)
  const { shown, further } = await valuesOf(ctx, question, span, reading)
  const told: Told[] = shown
    ? [
        ...shown.values.map((value) => ({ value, isOther: false })),
        ...(further > 0 ? [{ value: '', isOther: true }] : []),
      ]
    : [{ value: '', isOther: false }]
  const lines = await linesOf(ctx, question, span, shown, told, reading)
  const compared = other && (await linesOf(ctx, question, other, shown, told, reading))
  return {
    periods: names(span.edges, period, clock.timezone),
    complete: periodsOver(span.edges, clock),
    compared_periods: other ? names(other.edges, period, clock.timezone) : null,
    series: [
      ...series.map(({ name }, i) => ({ name: name ?? letter(i), formula: undefined, i })),
      ...question.formulas.map(({ name, formula }, i) => ({
        ...{ name: name ?? formula, formula: formulas[i], i: series.length + i },
      })),
    ].flatMap(({ name, formula, i }) =>
      told.map((one, v) => ({
        of: i,
        name,
        value: one.value || null,
        is_other: one.isOther,
        ...lineOf(lines, formula, i, v),
        compared: compared ? lineOf(compared, formula, i, v) : null,
      })),
    ),
    further_values: further,
    as_of: new Date(clock.now).toISOString(),
  }
}

/** @throws 400, 403 as `trends` */
export async function readTrends(
  ctx: Ctx,
  { series, breakdown, period, who, ...range }: TrendsQuestion,
): Promise<{ reading: QuestionReading; span: Span }> {
  if (breakdown?.type === 'customer') await demandCountable(ctx, breakdown.by)
  const reading = await readQuestion(
    ctx,
    series.map(({ of }) => of),
    who,
  )
  const { clock } = reading
  return { reading, span: spanOf(stretchOfRange(range, clock), period, clock.timezone) }
}

const letter = (i: number) => String.fromCharCode(65 + i)
const names = (edges: Edges, period: Period, zone: string) =>
  edges.slice(0, -1).map((edge) => nameOf(edge, period, zone))
const spanOf = (stretch: Stretch, period: Period, zone: string): Span => ({
  edges: edgesOf(stretch, period, zone),
  stretch,
})

/** Of a range that is not over, as much is compared as has passed of it. */
function comparedSpan(
  { compare, period }: TrendsQuestion,
  { edges, stretch }: Span,
  { clock }: QuestionReading,
): Span | undefined {
  if (compare === undefined) return undefined
  const { timezone, now } = clock
  if (typeof compare === 'object') return spanOf(stretchOfRange(compare, clock), period, timezone)
  const count = edges.length - 1
  const back =
    compare === 'year'
      ? { years: 1 }
      : period === 'quarter'
        ? { months: 3 * count }
        : { [`${period}s`]: count }
  const earlier = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timezone).subtract(back)
      .epochMilliseconds
  const to = Math.min(stretch.to, Math.max(now, stretch.from + 1))
  return spanOf({ from: earlier(stretch.from), to: earlier(to) }, period, timezone)
}

async function valuesOf(
  ctx: Ctx,
  { series, breakdown }: TrendsQuestion,
  span: Span,
  reading: QuestionReading,
): Promise<{ shown: Shown | undefined; further: number }> {
  const [first] = series
  if (!breakdown || !first) return { shown: undefined, further: 0 }
  const rows = await ctx.ch.rows<{ v: string; all_values: string }>(
    ctx.tenantId,
    largestValues(first, span, breakdown, reading),
  )
  return {
    shown: { values: rows.map((row) => row.v) },
    further: Number(rows[0]?.all_values ?? 0) - rows.length,
  }
}

/** For each series, for each value told apart, its line. */
function linesOf(
  ctx: Ctx,
  question: TrendsQuestion,
  span: Span,
  shown: Shown | undefined,
  told: readonly Told[],
  reading: QuestionReading,
): Promise<Line[][]> {
  const starts = span.edges.slice(0, -1)
  return Promise.all(
    question.series.map(async ({ of, measure }) => {
      const isByFirst = question.cumulative && measure.kind === 'customers'
      const rows = await ctx.ch.rows<Row>(
        ctx.tenantId,
        seriesRows({ of, measure }, span, question.breakdown, shown, reading, isByFirst),
      )
      const found = new Map(rows.map((row) => [keyOf(row), row.n]))
      // Where nothing happened there are no events and nobody, but there is no average.
      const nothing = ADDS_UP.has(measure.kind) || measure.kind === 'distinct' ? 0 : null
      return told.map(({ value, isOther }) => {
        const at = (p: number | undefined) =>
          found.get(keyOf({ p: p ?? 0, v: value, is_other: isOther, is_total: p === undefined })) ??
          nothing
        const values = starts.map(at)
        return { values: question.cumulative ? addedUp(values) : values, total: at(undefined) }
      })
    }),
  )
}

interface Row {
  p: string
  v: string
  is_other: number
  is_total: number
  n: number | null
}
const keyOf = (row: {
  p: string | number
  v: string
  is_other: number | boolean
  is_total: number | boolean
}) =>
  JSON.stringify([
    row.is_total ? null : Number(row.p),
    Boolean(row.is_other),
    row.is_other ? '' : row.v,
  ])

function addedUp(values: readonly (number | null)[]): number[] {
  let sum = 0
  return values.map((value) => {
    sum += value ?? 0
    return sum
  })
}

function lineOf(
  lines: readonly Line[][],
  formula: Formula | undefined,
  i: number,
  v: number,
): Line {
  if (!formula) return lines[i]?.[v] ?? { values: [], total: null }
  const of = lines.flatMap((line) => line[v] ?? [])
  const count = Math.max(...of.map((line) => line.values.length))
  return {
    values: Array.from({ length: count }, (_, p) =>
      reckon(
        formula,
        of.map((line) => line.values[p] ?? null),
      ),
    ),
    total: reckon(
      formula,
      of.map((line) => line.total),
    ),
  }
}
