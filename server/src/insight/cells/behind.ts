import { as, type Sql, sql } from '../../platform/ch.ts'
import { notFound } from '../../platform/errors.ts'
import { type Edges, nameOf, type Period } from '../question/periods.ts'
import type { QuestionReading } from '../question/reading.ts'

export interface Behind {
  /** Canonical ids. */
  customers: Sql
  reading: QuestionReading
}

/** The customers `c` of some rows. */
export const setOf = (rows: Sql, condition: Sql = sql`true`): Sql =>
  sql`(select groupBitmapState(toUInt32(c)) from (${rows}) where ${condition})`

/** The bitmap of one period out of `p` and `b`. */
export const at = (bitmaps: Sql, start: number): Sql =>
  sql`(select groupBitmapOrState(b) from (${bitmaps}) where p = ${as('Int64', start)})`

/** @throws 404 for a name that is none of the periods */
export function startNamed(name: string, edges: Edges, period: Period, zone: string): number {
  const start = edges.slice(0, -1).find((edge) => nameOf(edge, period, zone) === name)
  if (start === undefined) throw notFound('figure')
  return start
}
