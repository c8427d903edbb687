// Who accepts being added, by channel, hook and guide, what a contact costs, and whether the dividend decays
// (A27, A28).
import { spendingBy } from '../../commerce/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { slopeInterval, slopeOf } from '../calc/change.ts'
import { proportion } from '../calc/proportion.ts'
import { type Behind, setOf, startNamed } from '../cells/behind.ts'
import { COLUMN, costOfContacts, spentWithin, WINNING } from '../outlay/contacts.ts'
import { daysOf, type Edges, edgesOf, nameOf } from '../question/periods.ts'
import {
  type QuestionReading,
  readQuestion,
  type Stretch,
  stretchOfRange,
} from '../question/reading.ts'
import { pairsAdded } from './adds-sql.ts'
import { ASKED, asksSql, DAY } from './asks-sql.ts'
import { type CostOfAdds, costModelOf } from './cost-model.ts'
import type { AddsAnswer, AddsCell, AddsQuestion } from './shape.ts'

const SLOW = { maxSeconds: 60 }

interface Asked {
  question: AddsQuestion
  reading: QuestionReading
  stretch: Stretch
  edges: Edges
}

async function read(ctx: Ctx, question: AddsQuestion): Promise<Asked> {
  const reading = await readQuestion(ctx, [], question.who)
  const stretch = stretchOfRange(question, reading.clock)
  const edges = edgesOf(stretch, question.period, reading.clock.timezone)
  return { question, reading, stretch, edges }
}

const VALUE = { channel: sql`channel`, hook: sql`hook`, guide: sql`staff` }
const within = ({ from, to }: Stretch): Sql =>
  sql`moment >= ${as('Int64', from)} and moment < ${as('Int64', to)}`
const startOf = (edges: Edges): Sql =>
  sql`roundDown(toInt64(moment), ${as('Array(Int64)', edges.slice(0, -1))})`

/** Rows of who was asked: `c`, `v`, `p`, `accepted`, `open`. */
const asksOf = ({ question, reading, stretch, edges }: Asked): Sql => {
  const of = { customers: reading.whose, known: sql`true`, now: reading.clock.now }
  return sql`select c, ${VALUE[question.by]} as v, ${startOf(edges)} as p, accepted, open
    from (${asksSql(of, question.answer_days)}) where ${within(stretch)}`
}
/** Rows of who was added: `c`, `v`, `p`. */
const addsOf = ({ question, reading, stretch, edges }: Asked): Sql =>
  sql`select c, ${VALUE[question.by]} as v, ${startOf(edges)} as p
    from (${pairsAdded({ customers: reading.whose, known: sql`true` })}) where ${within(stretch)}`

interface Row {
  v: string
  p: string
  asked: string
  accepted: string
  open: string
  adds: string
}

export async function adds(ctx: Ctx, question: AddsQuestion): Promise<AddsAnswer> {
  const asked = await read(ctx, question)
  const { reading, edges } = asked
  const { timezone, now } = reading.clock
  const [rows, told, costs] = await Promise.all([
    ctx.ch.rows<Row>(
      ctx.tenantId,
      sql`select v, p, sum(a) as asked, sum(accepted) as accepted, sum(open) as open, sum(d) as adds from (
          select v, p, 1 as a, accepted, open, 0 as d from (${asksOf(asked)})
          union all select v, p, 0 as a, 0 as accepted, 0 as open, 1 as d from (${addsOf(asked)}))
        group by v, p`,
      SLOW,
    ),
    ctx.ch.rows<{ n: string }>(
      ctx.tenantId,
      sql`select count() as n from event where name in ${as('Array(String)', ASKED)}`,
    ),
    costsOf(ctx, asked),
  ])
  const starts = edges.slice(0, -1)
  const values = [...new Set(rows.map(({ v }) => v))]
  const months = [...new Set((costs ?? []).map(({ month }) => month))].sort()
  const complete = starts.filter(
    (_, i) => (edges[i + 1] as number) + question.answer_days * DAY <= now,
  ).length
  const periods = starts.map((start) => ({
    start: nameOf(start, question.period, timezone),
    ...figuresOf(rows.filter(({ p }) => Number(p) === start)),
  }))
  const monthly = months.map((start) => ({
    start,
    ...costIn((costs ?? []).filter(({ month }) => month === start)),
  }))
  const thisMonth = nameOf(
    edgesOf({ from: now, to: now + 1 }, 'month', timezone)[0] ?? 0,
    'month',
    timezone,
  )
  return {
    is_told: Number(told[0]?.n ?? 0) > 0,
    all: figuresOf(rows),
    values: values
      .map((value) => {
        const { adds: _, ...cost } = costIn((costs ?? []).filter((row) => row.value === value))
        return { value: value || null, ...figuresOf(rows.filter(({ v }) => v === value)), ...cost }
      })
      .sort((one, other) => other.asked - one.asked || other.adds - one.adds),
    periods,
    complete,
    months: monthly,
    decay: {
      acceptance: trendOf(periods.slice(0, complete).map(({ acceptance }) => acceptance)),
      per_add_fen: trendOf(
        monthly.filter(({ start }) => start < thisMonth).map(({ per_add_fen }) => per_add_fen),
      ),
    },
    costs: costs ? 'given' : 'not_of_these_customers',
    as_of: new Date(now).toISOString(),
  }
}

/** Of everybody's contacts only: nobody knows whose a cost is. A hook's cost is its activity's. */
async function costsOf(
  ctx: Ctx,
  { question, reading, stretch }: Asked,
): Promise<CostOfAdds[] | undefined> {
  if (!reading.isEverybody) return undefined
  const by = question.by === 'hook' ? 'activity' : question.by
  const of = { by, stretch, reading } as const
  const spent = await spendingBy(ctx, {
    ...daysOf(spentWithin(of), reading.clock.timezone),
    ...{ kinds: WINNING, by: COLUMN[by] },
  })
  return costOfContacts(ctx, of, spent, await costModelOf(ctx))
}

function figuresOf(rows: readonly Row[]) {
  const sum = (of: 'asked' | 'accepted' | 'open' | 'adds') =>
    rows.reduce((all, row) => all + Number(row[of]), 0)
  const [asked, accepted, open] = [sum('asked'), sum('accepted'), sum('open')]
  const found = proportion(accepted, asked - open)
  return {
    ...{ asked, open, accepted, adds: sum('adds'), acceptance: found?.share ?? null },
    ...{ low: found?.low ?? null, high: found?.high ?? null },
  }
}

function costIn(rows: readonly CostOfAdds[]) {
  const adds = rows.reduce((sum, row) => sum + row.adds, 0)
  const fen = rows.reduce((sum, row) => sum + row.fen, 0)
  return {
    ...{ adds, per_add_fen: adds > 0 ? fen / adds : null },
    is_estimate: rows.some(({ is_estimate }) => is_estimate),
  }
}

function trendOf(values: readonly (number | null)[]) {
  const known = values.filter((value) => value !== null)
  if (known.length < 4) return null
  return { ...slopeOf(known), ...slopeInterval(known), periods: known.length }
}

const IS: Record<Exclude<AddsCell['is'], 'added'>, Sql> = {
  asked: sql`true`,
  accepted: sql`accepted = 1`,
  refused: sql`(accepted = 0 and open = 0)`,
  open: sql`open = 1`,
}

export async function behindAdds(
  ctx: Ctx,
  question: AddsQuestion,
  { value, start, is }: AddsCell,
): Promise<Behind> {
  const asked = await read(ctx, question)
  const { edges, reading } = asked
  const period =
    start === undefined
      ? sql`true`
      : sql`p = ${as('Int64', startNamed(start, edges, question.period, reading.clock.timezone))}`
  const hers = value === undefined ? sql`true` : sql`v = ${as('String', value ?? '')}`
  const [rows, condition] = is === 'added' ? [addsOf(asked), sql`true`] : [asksOf(asked), IS[is]]
  return { customers: setOf(rows, sql`${condition} and ${period} and ${hers}`), reading }
}
