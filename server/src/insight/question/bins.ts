// Numbers in bins, and how they spread.
import { z } from 'zod'
import { as, join, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { invalid } from '../../platform/errors.ts'

const MOST = 100
const Count = z.number().int()
const BinCount = Count.min(1).max(MOST).default(10)

export const Bins = z.discriminatedUnion('kind', [
  z
    .object({
      kind: z.literal('own'),
      edges: z
        .array(z.number())
        .min(1)
        .max(MOST)
        .describe('Rising; where one bin ends and the next begins'),
    })
    .strict(),
  z
    .object({ kind: z.literal('even'), count: BinCount })
    .strict()
    .describe('Of one width'),
  z
    .object({ kind: z.literal('quantile'), count: BinCount })
    .strict()
    .describe('With as many in each as ties allow'),
])
export type Bins = z.infer<typeof Bins>

export const Bin = z.object({
  from: z.number().nullable().describe('Counted in; null: no end'),
  to: z.number().nullable().describe('Not counted in, except in the last'),
})
export type Bin = z.infer<typeof Bin>

const figure = z.number().nullable()
export const Spread = z.object({
  count: Count,
  average: figure,
  min: figure,
  p10: figure,
  p25: figure,
  median: figure,
  p75: figure,
  p90: figure,
  max: figure,
})
export type Spread = z.infer<typeof Spread>

const LEVELS = [0.1, 0.25, 0.5, 0.75, 0.9]

/** Columns of the spread of `x`. */
export const spread = (
  x: Sql,
): Sql => sql`count() as n, avgOrNull(${x}) as average, minOrNull(toFloat64(${x})) as least,
  maxOrNull(toFloat64(${x})) as most, quantilesExactInclusive(0.1, 0.25, 0.5, 0.75, 0.9)(toFloat64(${x})) as levels`
export interface SpreadRow {
  n: string
  average: number | null
  least: number | null
  most: number | null
  levels: number[]
}
export function spreadOf({ n, average, least, most, levels }: SpreadRow): Spread {
  const count = Number(n)
  const [p10, p25, median, p75, p90] = LEVELS.map((_, i) =>
    count === 0 ? null : (levels[i] ?? null),
  ) as [number | null, number | null, number | null, number | null, number | null]
  return { count, average, min: least, p10, p25, median, p75, p90, max: most }
}

/** How many of `x` are in each bin, as a column for `countsOf`: those from each edge on. */
export const inBins = (x: Sql, edges: readonly number[]): Sql => {
  // Counts beside whole numbers are not turned into floats one by one (a tenth of a distribution's CPU).
  const typeOf = (edge: number) => (Number.isSafeInteger(edge) ? 'Int64' : 'Float64')
  const from = edges.map((edge) => sql`countIf(${x} >= ${as(typeOf(edge), edge)})`)
  return sql`[${join([sql`count()`, ...from], ', ')}] as counts`
}

/** The number of the bin that `x` is in, from 0. */
export const binOf = (x: Sql, edges: readonly number[]): Sql =>
  sql`arrayCount(edge -> edge <= ${x}, ${as('Array(Float64)', [...edges])})`

/** How many are in each bin: what is from its edge on, less what is from the next on. */
export const countsOf = (counts: readonly string[], edges: readonly number[]): number[] =>
  Array.from(
    { length: edges.length + 1 },
    (_, i) => Number(counts[i] ?? 0) - Number(counts[i + 1] ?? 0),
  )

/**
 * Where the bins of some numbers meet, and the bins.
 * @param rows with `x`
 * @param hasOthers numbers beyond the least and the most of these are put in the bins too
 * @throws 400 for edges that do not rise
 */
export async function cutIn(
  ctx: Ctx,
  bins: Bins,
  rows: Sql,
  hasOthers = false,
): Promise<{ edges: number[]; bins: Bin[] }> {
  if (bins.kind === 'own') {
    const { edges } = bins
    if (edges.some((edge, i) => i > 0 && edge <= (edges[i - 1] as number)))
      throw invalid('bad_bins', 'The edges of bins must rise')
    return { edges, bins: between(edges, null, null) }
  }
  const inner = Array.from({ length: bins.count - 1 }, (_, i) => (i + 1) / bins.count)
  const levels = as('Array(Float64)', bins.kind === 'quantile' ? inner : [])
  const [row] = await ctx.ch.rows<{
    least: number | null
    most: number | null
    is_whole: number
    cuts: number[]
  }>(
    ctx.tenantId,
    sql`select least, most, is_whole,
        arrayMap(level -> sorted[toUInt64(ceil(level * length(sorted))) + 1], ${levels}) as cuts
      from (select minOrNull(toFloat64(x)) as least, maxOrNull(toFloat64(x)) as most, toUInt8(countIf(x != floor(x)) = 0) as is_whole,
          ${bins.kind === 'quantile' ? sql`arraySort(groupArray(toFloat64(x)))` : sql`[0.]`} as sorted
        from (${rows}))`,
  )
  const { least, most } = row ?? {}
  if (!row || least === null || most === null || least === undefined || most === undefined)
    return { edges: [], bins: [] }
  const cuts =
    bins.kind === 'quantile' ? row.cuts : evenly(least, most, bins.count, row.is_whole === 1)
  const edges = [...new Set(cuts)].filter((cut) => cut > least && cut <= most)
  return { edges, bins: hasOthers ? between(edges, null, null) : between(edges, least, most) }
}

/** Whole numbers are cut between whole numbers. */
function evenly(least: number, most: number, count: number, isWhole: boolean): number[] {
  const width = isWhole ? Math.ceil((most - least + 1) / count) : (most - least) / count
  if (width === 0) return []
  return Array.from({ length: count - 1 }, (_, i) => least + (i + 1) * width)
}

export const between = (
  edges: readonly number[],
  least: number | null,
  most: number | null,
): Bin[] =>
  [...edges, most].map((to, i) => ({ from: i === 0 ? least : (edges[i - 1] as number), to }))
