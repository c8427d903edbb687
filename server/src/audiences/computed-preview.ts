// What a definition would give, before it is saved: how many, how they lie, and a few of them.
import { as, type Sql, sql } from '../platform/ch.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type ListedCustomer, listedByIds } from '../profile/index.ts'
import { compile } from './compile.ts'
import { type Definition, typeOf } from './computed.ts'
import { isOfMoney } from './computed-money.ts'
import { moneyNames } from './computed-queries.ts'
import { takeCutOffs } from './computed-rfm.ts'
import { compileValues, type ValueReading } from './computed-sql.ts'
import { cutOffsInForce } from './computed-store.ts'
import { readingNow } from './reading.ts'
import { narrowing, seenOf } from './scope.ts'

const BARS = 20
const SAMPLE = 10
const SLOW = { maxSeconds: 120 }

export interface Bar {
  /** Of a text the value, of a day the month or year; of a number empty. */
  label: string
  /** Of numbers: from, and up to but without `to`; both the same for one number alone. */
  from: number | null
  to: number | null
  customers: number
}
export interface Distribution {
  customers: number
  everybody: number
  numbers: { min: number; max: number; average: number; median: number } | null
  bars: Bar[]
  /** Of texts: those whose value has no bar of its own. */
  others: number
}

export async function previewValues(ctx: Ctx, name: string, definition: Definition) {
  const began = performance.now()
  const { reading, everybody } = await narrowed(ctx)
  const stored = definition.kind === 'rfm' ? await cutOffsInForce(ctx, name, definition) : undefined
  const cuts =
    definition.kind === 'rfm' && definition.cuts.kind === 'fifths'
      ? (stored ?? (await takeCutOffs(ctx, definition, reading.clock)))?.cuts
      : undefined
  const values = compileValues(definition, { ...reading, ...(cuts && { cuts }) })
  const distribution = await distributionOf(ctx, definition, values)
  const sample = await sampleOf(ctx, values)
  return {
    ...distribution,
    money: isOfMoney(definition, await moneyNames(ctx)),
    everybody: await countOf(ctx, everybody),
    sample,
    cuts: cuts ?? null,
    cuts_taken_at: stored?.takenAt.toISOString() ?? null,
    ms: Math.round(performance.now() - began),
    as_of: new Date(reading.clock.now).toISOString(),
  }
}

/** What values are read with, of those whom the actor sees. */
export async function narrowed(ctx: Ctx): Promise<{ reading: ValueReading; everybody: Sql }> {
  const reading = await readingNow(ctx)
  const all = compile({ kind: 'everybody' }, reading).bitmap
  const seen = (await narrowing(ctx, reading))(all)
  return { reading: seen === all ? reading : { ...reading, customers: seen }, everybody: seen }
}

async function countOf(ctx: Ctx, bitmap: Sql): Promise<number> {
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    sql`select bitmapCardinality(${bitmap}) as n`,
    SLOW,
  )
  return Number(row?.n ?? 0)
}

async function sampleOf(
  ctx: Ctx,
  values: Sql,
): Promise<{ customer: ListedCustomer; value: unknown }[]> {
  const rows = await ctx.ch.rows<{ c: number; v: string }>(
    ctx.tenantId,
    sql`select c, v from (${values}) order by halfMD5(c) limit ${as('UInt32', SAMPLE)}`,
    SLOW,
  )
  const valueBy = new Map(rows.map((r) => [Number(r.c), JSON.parse(r.v) as unknown]))
  const listed = await listedByIds(ctx, await seenOf(ctx, [...valueBy.keys()]))
  return listed.map((customer) => ({ customer, value: valueBy.get(customer.id) }))
}

function distributionOf(
  ctx: Ctx,
  definition: Definition,
  values: Sql,
): Promise<Omit<Distribution, 'everybody'>> {
  switch (typeOf(definition)) {
    case 'number':
      return ofNumbers(ctx, values)
    case 'date':
      return ofDays(ctx, values)
    case 'text':
      return ofTexts(ctx, sql`select JSONExtractString(v) as x from (${values})`)
  }
}

async function ofNumbers(ctx: Ctx, values: Sql): Promise<Omit<Distribution, 'everybody'>> {
  const numbers = sql`select toFloat64(v) as x from (${values})`
  const [row] = await ctx.ch.rows<{
    n: string
    kinds: string
    least: number
    most: number
    mean: number
    middle: number
  }>(
    ctx.tenantId,
    sql`select count() as n, uniqUpTo(${as('UInt8', BARS)})(x) as kinds, min(x) as least, max(x) as most,
      avg(x) as mean, quantileExactInclusive(0.5)(x) as middle from (${numbers})`,
    SLOW,
  )
  if (!row || Number(row.n) === 0) return { customers: 0, numbers: null, bars: [], others: 0 }
  const step = Number(row.kinds) <= BARS ? 0 : roundStep((row.most - row.least) / BARS)
  const key = step === 0 ? sql`x` : sql`floor(x / ${as('Float64', step)})`
  const bars = await ctx.ch.rows<{ at: number; n: string }>(
    ctx.tenantId,
    sql`select ${key} as at, count() as n from (${numbers}) group by at order by at`,
    SLOW,
  )
  return {
    customers: Number(row.n),
    numbers: { min: row.least, max: row.most, average: row.mean, median: row.middle },
    bars: bars.map((b) => ({
      label: '',
      from: tidy(step === 0 ? b.at : b.at * step),
      to: tidy(step === 0 ? b.at : (b.at + 1) * step),
      customers: Number(b.n),
    })),
    others: 0,
  }
}

/** 1, 2 or 5 times a power of ten, and not below: so that bars begin at numbers people read. */
export function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step))
  const times = [1, 2, 5, 10].find((n) => n * power >= step * (1 - 1e-9)) ?? 10
  return times * power
}
const tidy = (value: number) => Number(value.toPrecision(12))

async function ofDays(ctx: Ctx, values: Sql): Promise<Omit<Distribution, 'everybody'>> {
  const days = sql`select JSONExtractString(v) as day from (${values})`
  const byMonth = await groups(ctx, sql`select substring(day, 1, 7) as x from (${days})`)
  const bars =
    byMonth.length <= 24
      ? byMonth
      : await groups(ctx, sql`select substring(day, 1, 4) as x from (${days})`)
  return {
    customers: sumOf(bars),
    numbers: null,
    bars: bars.toSorted((a, b) => (a.label < b.label ? -1 : 1)),
    others: 0,
  }
}

async function ofTexts(ctx: Ctx, texts: Sql): Promise<Omit<Distribution, 'everybody'>> {
  const [row] = await ctx.ch.rows<{ n: string }>(
    ctx.tenantId,
    sql`select count() as n from (${texts})`,
    SLOW,
  )
  const bars = await groups(ctx, texts, 30)
  const customers = Number(row?.n ?? 0)
  return { customers, numbers: null, bars, others: customers - sumOf(bars) }
}

async function groups(ctx: Ctx, texts: Sql, most = 10_000): Promise<Bar[]> {
  const rows = await ctx.ch.rows<{ x: string; n: string }>(
    ctx.tenantId,
    sql`select x, count() as n from (${texts}) group by x order by n desc, x limit ${as('UInt32', most)}`,
    SLOW,
  )
  return rows.map((r) => ({ label: r.x, from: null, to: null, customers: Number(r.n) }))
}

const sumOf = (bars: readonly Bar[]) => bars.reduce((sum, b) => sum + b.customers, 0)
