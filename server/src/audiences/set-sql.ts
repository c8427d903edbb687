// Sets of customers in SQL: a bitmap each, put together by the engine's bitmap functions. A denial is
// kept as a mark until it meets a set it can be taken from, so "everybody" is read only when a rule
// as a whole says "not".
import { type Sql, sql } from '../platform/sql.ts'

export interface CustomerSet {
  /** AggregateFunction(groupBitmap, UInt32). */
  bitmap: Sql
  /** Everybody but these. */
  denied: boolean
}

export const NOBODY: Sql = sql`(select groupBitmapState(toUInt32(0)) from numbers(0))`

export const deny = (set: CustomerSet): CustomerSet => ({ ...set, denied: !set.denied })

export function allOf(sets: readonly CustomerSet[]): CustomerSet {
  const inside = sets.filter((s) => !s.denied).map((s) => s.bitmap)
  const outside = sets.filter((s) => s.denied).map((s) => s.bitmap)
  if (inside.length === 0) return { bitmap: united(outside), denied: true }
  const common = fold(inside, (a, b) => sql`bitmapAnd(${a}, ${b})`)
  const bitmap = outside.length === 0 ? common : sql`bitmapAndnot(${common}, ${united(outside)})`
  return { bitmap, denied: false }
}

/** One of them, by De Morgan: not (all not). */
export const anyOf = (sets: readonly CustomerSet[]): CustomerSet => deny(allOf(sets.map(deny)))

/** @param everybody the bitmap of all customers, read only for a denial */
export const settled = (set: CustomerSet, everybody: Sql): Sql =>
  set.denied ? sql`bitmapAndnot(${everybody}, ${set.bitmap})` : set.bitmap

const united = (bitmaps: readonly Sql[]) => fold(bitmaps, (a, b) => sql`bitmapOr(${a}, ${b})`)

function fold(parts: readonly Sql[], by: (a: Sql, b: Sql) => Sql): Sql {
  const [first, ...rest] = parts
  if (!first) throw new Error('a rule without conditions')
  return rest.reduce(by, first)
}
