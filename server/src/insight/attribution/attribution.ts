// Which channel, content, guide or campaign conversions are owed to, by every model side by side.
import { spendingBy } from '../../commerce/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { AppError, notFound } from '../../platform/errors.ts'
import { brandOf } from '../brand.ts'
import { attribute, MODELS, type Path } from '../calc/attribution.ts'
import { type Behind, setOf } from '../cells/behind.ts'
import { daysOf } from '../question/periods.ts'
import { readQuestion, stretchOfRange } from '../question/reading.ts'
import {
  byPath,
  byValue,
  type JourneyReading,
  journeys,
  largestValues,
  OTHER,
  touchesIn,
} from './journeys-sql.ts'
import {
  type AttributionAnswer,
  type AttributionCell,
  type AttributionQuestion,
  COSTED,
} from './shape.ts'

/** Distinct ways taken; beyond, nobody reads them and the models wait long. */
const MOST_PATHS = 100_000
/** So long a statement over a year of a large brand may take. */
const SLOW = { maxSeconds: 60 }

type Credits = AttributionAnswer['values'][number]['credits']

/** @throws 400 for what makes no sense, 422 too_many_paths */
export async function attribution(
  ctx: Ctx,
  question: AttributionQuestion,
): Promise<AttributionAnswer> {
  const asked = await readJourneys(ctx, question)
  const { shown, touched, further } = await shownValues(ctx, asked)
  const [paths, values] = await Promise.all([
    pathsOf(ctx, asked, shown),
    ctx.ch.rows<{ v: string; conversions: number; value: number; converted: string }>(
      ctx.tenantId,
      byValue(asked, shown),
      SLOW,
    ),
  ])
  const touchedPaths = paths.filter(({ channels }) => channels.length > 0)
  const untouched = paths.find(({ channels }) => channels.length === 0)
  const decayed = new Map(values.map((row) => [row.v, row]))
  const credits = creditsOf(touchedPaths, question)
  const told = [...shown, ...(further > 0 || credits.has(OTHER) ? [OTHER] : [])]
  const costs = await costsOf(ctx, asked, shown)
  const sum = (of: (path: Path) => number) => paths.reduce((all, path) => all + of(path), 0)
  return {
    conversions: sum((path) => path.conversions),
    value: sum((path) => path.value),
    untouched: { conversions: untouched?.conversions ?? 0, value: untouched?.value ?? 0 },
    values: told.map((value) => {
      const { by, removal } = credits.get(value) ?? NO_CREDIT
      const row = decayed.get(value)
      return {
        value: value === OTHER ? null : value,
        touched: touched.get(value) ?? 0,
        converted: Number(row?.converted ?? 0),
        credits: {
          ...by,
          time_decay: { conversions: row?.conversions ?? 0, value: row?.value ?? 0 },
        },
        removal_effect: removal,
        cost_fen: costs.byValue.get(value) ?? null,
      }
    }),
    costs: costs.are,
    paths: paths.slice(0, question.paths).map((path) => ({
      path: path.channels.map((value) => (value === OTHER ? null : value)),
      conversions: path.conversions,
      value: path.value,
      nulls: path.nulls,
      average_days: path.days,
    })),
    further_paths: Math.max(0, paths.length - question.paths),
    further_values: further,
    as_of: new Date(asked.reading.clock.now).toISOString(),
  }
}

const NOTHING = { conversions: 0, value: 0 }
const NO_CREDIT = {
  by: Object.fromEntries(MODELS.map((model) => [model, NOTHING])) as Credits,
  removal: 0,
}

async function readJourneys(ctx: Ctx, question: AttributionQuestion): Promise<JourneyReading> {
  const { conversion, touch, who } = question
  const reading = await readQuestion(ctx, [conversion, ...(touch.of ? [touch.of] : [])], who)
  const { currency } = await brandOf(ctx)
  return { question, reading, stretch: stretchOfRange(question, reading.clock), currency }
}

async function shownValues(ctx: Ctx, asked: JourneyReading) {
  const rows = await ctx.ch.rows<{ v: string; touched: string; all_values: string }>(
    ctx.tenantId,
    largestValues(asked),
    SLOW,
  )
  const shown = rows.map((row) => row.v)
  const further = Number(rows[0]?.all_values ?? 0) - rows.length
  const [counted] = await ctx.ch.rows<{ values: [string, string][] }>(
    ctx.tenantId,
    sql`select groupArray((v, touched)) as values from (
      select if(v in ${as('Array(String)', shown)}, v, ${as('String', OTHER)}) as v, uniqExact(c) as touched
      from (${touchesIn(asked, asked.stretch)}) group by v)`,
    SLOW,
  )
  const touched = new Map((counted?.values ?? []).map(([v, n]) => [v, Number(n)]))
  return { shown, touched, further }
}

type CountedPath = Path & { days: number | null }

async function pathsOf(
  ctx: Ctx,
  asked: JourneyReading,
  shown: readonly string[],
): Promise<CountedPath[]> {
  const rows = await ctx.ch.rows<{
    channels: string[]
    conversions: string
    value: number
    nulls: string
    days: number | null
  }>(ctx.tenantId, byPath(asked, shown, MOST_PATHS), SLOW)
  if (rows.length > MOST_PATHS)
    throw new AppError(
      422,
      'too_many_paths',
      `More than ${MOST_PATHS} different ways: look back less far or tell fewer values apart`,
    )
  return rows.map((row) => ({
    channels: row.channels,
    conversions: Number(row.conversions),
    value: row.value,
    nulls: Number(row.nulls),
    days: row.days,
  }))
}

/** By value, every model but time decay, which needs the moments and is reckoned where they are. */
function creditsOf(paths: readonly Path[], { ends }: AttributionQuestion) {
  const found = new Map<string, { by: Credits; removal: number }>()
  for (const model of MODELS) {
    if (model === 'time_decay') continue
    for (const { channel, conversions, value, removal_effect } of attribute(paths, {
      model,
      ends,
    })) {
      const one = found.get(channel) ?? { by: { ...NO_CREDIT.by }, removal: 0 }
      one.by[model] = { conversions, value }
      if (removal_effect !== undefined) one.removal = removal_effect
      found.set(channel, one)
    }
  }
  return found
}

/** What is recorded, of the days of the range; a value without any entry is in no row. */
async function costsOf(
  ctx: Ctx,
  { question, stretch, reading }: JourneyReading,
  shown: readonly string[],
): Promise<{ are: AttributionAnswer['costs']; byValue: Map<string, number> }> {
  const { by } = question.touch
  const costed = COSTED[by as keyof typeof COSTED]
  if (!costed) return { are: 'no_such_cost', byValue: new Map() }
  if (!reading.isEverybody) return { are: 'not_of_these_customers', byValue: new Map() }
  const spent = await spendingBy(ctx, {
    ...daysOf(stretch, reading.clock.timezone),
    kinds: question.cost_kinds,
    by: costed,
  })
  const byValue = new Map<string, number>()
  for (const { value, fen } of spent) {
    if (value === null) continue
    const told = shown.includes(value) ? value : OTHER
    byValue.set(told, (byValue.get(told) ?? 0) + fen)
  }
  return { are: 'given', byValue }
}

/** @throws 404 for a value its answer does not have */
export async function behindAttribution(
  ctx: Ctx,
  question: AttributionQuestion,
  cell: AttributionCell,
): Promise<Behind> {
  const asked = await readJourneys(ctx, question)
  const { shown } = await shownValues(ctx, asked)
  const stored = (value: string | null) => {
    if (value !== null && !shown.includes(value)) throw notFound('figure')
    return value ?? OTHER
  }
  const among = (rows: Sql, condition: Sql): Behind => ({
    customers: setOf(rows, condition),
    reading: asked.reading,
  })
  if ('path' in cell) {
    const path = as('Array(String)', cell.path.map(stored))
    return among(
      journeys(asked, shown),
      sql`converted = ${as('UInt8', cell.converted ? 1 : 0)} and arrayMap(touch -> touch.2, path) = ${path}`,
    )
  }
  const value = as('String', stored(cell.value))
  if (cell.at === 'touched') {
    const told = sql`if(v in ${as('Array(String)', shown)}, v, ${as('String', OTHER)})`
    return among(touchesIn(asked, asked.stretch), sql`${told} = ${value}`)
  }
  const where = {
    anywhere: sql`has(arrayMap(touch -> touch.2, path), ${value})`,
    first: sql`notEmpty(path) and path[1].2 = ${value}`,
    last: sql`notEmpty(path) and path[-1].2 = ${value}`,
  }[cell.at]
  return among(journeys(asked, shown), sql`converted = 1 and ${where}`)
}
