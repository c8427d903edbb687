// Recency, frequency and money of buyers, in fifths. Where the fifths end is reckoned at a moment and
// kept; a score between two such moments goes by what was kept, so nobody's changes because of others.
import { as, join, type Sql, sql } from '../platform/sql.ts'
import type { Rfm } from './computed.ts'
import { dayNumber } from './computed-days.ts'
import { CUSTOMER, EVERYBODYS } from './event-sql.ts'
import { isSoldLine, linesOf, orderFigure, orderRows, soldFields } from './orders-sql.ts'
import { type Clock, stretchOf } from './windows.ts'

/** Where the scores 2, 3, 4 and 5 begin: `r` at most so many days, `f` and `m` at least so much. */
export interface CutOffs {
  r: number[]
  f: number[]
  m: number[]
}

const DIMENSIONS = ['r', 'f', 'm'] as const
type Dimension = (typeof DIMENSIONS)[number]

/** c, r, f, m: every buyer; `r` negative, so that more is better of all three. */
function buyers({ window, where, money }: Rfm, clock: Clock, only: Sql): Sql {
  const line = isSoldLine(where)
  const paid = line
    ? sql`name = 'order_paid' and arrayExists(line -> ${line}, ${linesOf(...soldFields(where))})`
    : sql`name = 'order_paid'`
  const lastDay = sql`toInt32(toDate32(maxIf(at, ${paid}), ${as('String', clock.timezone)}))`
  return sql`select c, r, assumeNotNull(f) as f, assumeNotNull(m) as m from (
    select ${CUSTOMER} as c, toFloat64(${lastDay}) - ${as('Float64', dayNumber(clock))} as r,
      ${orderFigure('count', where)} as f, ${orderFigure(money, where)} as m, countIf(${paid}) as payments
    ${orderRows(where, stretchOf(window, clock), only)} group by c)
    where payments > 0 and f > 0 and isNotNull(m)`
}

const columnOf = (dimension: Dimension) => ({ r: sql`r`, f: sql`f`, m: sql`m` })[dimension]

/** c, v: the score asked for, or the cell of all three. Nobody has one before the fifths are cut. */
export function scoredCustomers(rfm: Rfm, clock: Clock, only: Sql, cuts: CutOffs | undefined): Sql {
  const isCell = rfm.output === 'cell'
  const known = rfm.cuts.kind === 'given' ? rfm.cuts : cuts
  if (!known)
    return sql`select toUInt32(0) as c, ${isCell ? sql`''` : sql`CAST(NULL, 'Nullable(Float64)')`} as v where false`
  const score = (dimension: Dimension) =>
    sql`(1 + arrayCount(cut -> ${columnOf(dimension)} >= cut, [${join(
      boundsOf(known, dimension).map((bound) => sql`${as('Float64', bound)}`),
      ', ',
    )}]))`
  const value =
    rfm.output === 'cell'
      ? sql`concat(toString(${score('r')}), '-', toString(${score('f')}), '-', toString(${score('m')}))`
      : sql`toNullable(toFloat64(${score(rfm.output)}))`
  return sql`select c, ${value} as v from (${buyers(rfm, clock, only)})`
}

const boundsOf = (cuts: CutOffs, dimension: Dimension) =>
  dimension === 'r' ? cuts.r.map((days) => -days) : cuts[dimension]

/**
 * dimension, tile, top: the most of each of the five parts of all buyers, put in order by the figure
 * and among equals by their numbers.
 */
export function fifths(rfm: Rfm, clock: Clock): Sql {
  const all = buyers(rfm, clock, EVERYBODYS)
  const tiles = DIMENSIONS.map(
    (dimension) =>
      sql`select ${as('String', dimension)} as dimension, tile, max(x) as top, count() as customers from (
        select ${columnOf(dimension)} as x,
          ntile(5) over (order by x, c rows between unbounded preceding and unbounded following) as tile
        from (${all})) group by tile`,
  )
  return sql`select dimension, tile, top, customers from (${join(tiles, ' union all ')}) order by dimension, tile`
}

/** dimension, above: for each top the least figure above it, NULL when nobody's is. */
export function nextAbove(rfm: Rfm, clock: Clock, tops: Record<Dimension, readonly number[]>): Sql {
  const all = buyers(rfm, clock, EVERYBODYS)
  const columns = DIMENSIONS.map(
    (dimension) =>
      sql`[${join(
        tops[dimension].map(
          (top) =>
            sql`minOrNullIf(${columnOf(dimension)}, ${columnOf(dimension)} > ${as('Float64', top)})`,
        ),
        ', ',
      )}] as above_${columnOf(dimension)}`,
  )
  return sql`select ${join(columns, ', ')} from (${all})`
}

export interface Tile {
  dimension: Dimension
  tile: number
  top: number
  customers: string
}

/** The tops of the four lower fifths; of fewer than five buyers the last stands for what is missing. */
export function topsOf(tiles: readonly Tile[], dimension: Dimension): number[] {
  const tops = tiles.filter((t) => t.dimension === dimension).map((t) => Number(t.top))
  const last = tops.at(-1) ?? 0
  return [0, 1, 2, 3].map((i) => tops[i] ?? last)
}

/** Equals share the lower score: a fifth begins at the least figure above the top of the one below. */
export function cutOffsOf(
  tops: Record<Dimension, readonly number[]>,
  above: Record<Dimension, readonly (number | null)[]>,
): CutOffs {
  const begin = (dimension: Dimension) =>
    tops[dimension].map((top, i) => above[dimension][i] ?? top + 1)
  return { r: begin('r').map((x) => (x === 0 ? 0 : -x)), f: begin('f'), m: begin('m') }
}
