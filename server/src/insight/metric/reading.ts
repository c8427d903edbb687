// What metrics are read with: the periods, whose rows count, and a statement's answer by period.
import type { RawBuilder } from 'kysely'
import { type Clock, CUSTOMER, compile, type Rule } from '../../audiences/index.ts'
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { renderBound } from '../../platform/sql.ts'
import { brandOf } from '../brand.ts'
import { type Edges, edgesOf, type Period, periodOf } from '../question/periods.ts'
import { readQuestion, rowsIn, type Stretch } from '../question/reading.ts'
import type { AskedQuery, FamilyAnswer, Parts } from './metric.ts'

export interface MetricReading {
  clock: Clock
  currency: string
  stretch: Stretch
  /** Of the whole stretch where no periods are asked for. */
  edges: Edges
  /** Where each period ends as far as it counts, in order: at the end of the stretch, or now. */
  ends: readonly number[]
  /** Rows that count: `true` where everybody does, those of nobody known included. */
  whose: Sql
  /** The same of customers alone. */
  customers: Sql
  /** Rows that were there as of the moment asked for, however old. */
  known: Sql
  /** The customers meant; undefined: all. Asked of the event store once. */
  ids(): Promise<readonly number[] | undefined>
}

export async function readingFor(
  ctx: Ctx,
  {
    stretchAt,
    period,
    who,
    asOf,
  }: {
    stretchAt: (clock: Clock) => Stretch
    period: Period | undefined
    who: Rule | undefined
    asOf: Date | undefined
  },
): Promise<MetricReading> {
  const [{ clock, whose, isEverybody, reading, narrow }, { currency }] = await Promise.all([
    readQuestion(ctx, [], who),
    brandOf(ctx),
  ])
  const stretch = stretchAt(clock)
  const edges = period
    ? edgesOf(stretch, period, clock.timezone)
    : [stretch.from, Math.max(stretch.to, stretch.from + 1)]
  let ids: Promise<readonly number[]> | undefined
  return {
    clock,
    currency,
    stretch,
    edges,
    // What stands is what is so by now: 90 days are not over before the hour they are.
    ends: edges.slice(1).map((end) => Math.min(end, stretch.to, clock.now + 1)),
    whose: isEverybody ? sql`true` : whose,
    customers: whose,
    known: asOf ? sql`at <= ${as('DateTime64(3)', asOf)}` : sql`true`,
    async ids() {
      if (isEverybody) return undefined
      ids ??= ctx.ch
        .rows<{ id: string }>(
          ctx.tenantId,
          sql`select toString(arrayJoin(bitmapToArray(${narrow(compile(who ?? { kind: 'everybody' }, reading).bitmap)}))) as id`,
        )
        .then((rows) => rows.map(({ id }) => Number(id)))
      return ids
    },
  }
}

/** Rows of the event table that count, within the stretch. */
export const rowsOfStretch = ({ whose, stretch }: MetricReading): Sql =>
  sql`${whose} and ${rowsIn(stretch)}`

export { CUSTOMER, periodOf, rowsIn }

/** What a statement that gives `p`, `is_total` and a column for each part answered. */
export async function partsOf(ctx: Ctx, statement: Sql): Promise<FamilyAnswer> {
  const rows = await ctx.ch.rows<Record<string, string | number | null>>(ctx.tenantId, statement)
  const periods = new Map<number, Parts>()
  let total: Parts = {}
  for (const { p, is_total, ...rest } of rows) {
    const parts = Object.fromEntries(
      Object.entries(rest).map(([part, value]) => [part, Number(value ?? 0)]),
    )
    if (Number(is_total)) total = parts
    else periods.set(Number(p), parts)
  }
  return { periods, total, queries: [askedOf(statement)] }
}

/** Columns of a statement: those of the parts that are wanted. */
export function columnsOf<Part extends string>(
  columns: Readonly<Record<Part, Sql>>,
  parts: ReadonlySet<Part>,
): Sql {
  const wanted = (Object.keys(columns) as Part[]).filter((part) => parts.has(part))
  return join(
    wanted.map((part) => sql`${columns[part]} as ${{ text: [part], slots: [] }}`),
    ', ',
  )
}

/**
 * The end from which on something of a moment counts, as the largest end before it (0: from the first
 * on): what stands at an end is the sum of all with a smaller one.
 */
export const countsAfter = (moment: Sql, { ends }: MetricReading): Sql =>
  sql`roundDown(toInt64(${moment}) - 1, ${as('Array(Int64)', [0, ...ends])})`
/** A moment as milliseconds since 1970. */
export const milliseconds = (at: Sql): Sql => sql`toUnixTimestamp64Milli(${at})`
export const plusOne = (moment: Sql): Sql => sql`(${moment} + 1)`
/** As `periodOf`, of such a number. */
export const periodOfNumber = (edges: Edges, moment: Sql): Sql =>
  sql`roundDown(toInt64(${moment}), ${as('Array(Int64)', edges.slice(0, -1))})`

/** What stands at each end: rows of `s` (see `countsAfter`) and parts, added up from the left. */
export async function standingAt(
  ctx: Ctx,
  statement: Sql,
  { edges, ends }: MetricReading,
): Promise<FamilyAnswer> {
  const found = await ctx.ch.rows<Record<string, string | number>>(ctx.tenantId, statement)
  const rows = found.map(({ s, ...parts }) => ({ s: Number(s), parts: Object.entries(parts) }))
  const at = (end: number): Parts => {
    const sums: Record<string, number> = {}
    for (const { s, parts } of rows)
      if (s < end) for (const [part, value] of parts) sums[part] = (sums[part] ?? 0) + Number(value)
    return sums
  }
  return {
    periods: new Map(ends.map((end, i) => [edges[i] as number, at(end)])),
    total: at(ends.at(-1) as number),
    queries: [askedOf(statement)],
  }
}

export function askedOf(statement: Sql): AskedQuery {
  const { text, params } = renderBound(statement)
  return { store: 'event_store', text: tidy(text), parameters: params }
}

export function askedOfDatabase(ctx: Ctx, statement: RawBuilder<unknown>): AskedQuery {
  const { sql: text, parameters } = statement.compile(ctx.pg)
  const named = parameters.map((value, i) => [`$${i + 1}`, value])
  return { store: 'database', text: tidy(text), parameters: Object.fromEntries(named) }
}

const tidy = (text: string) => text.replace(/\s+/g, ' ').trim()
