// The customers behind a factor: the rows it was counted from.
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { edgesOf, nameOf } from '../question/periods.ts'
import { type QuestionReading, stretchOfRange } from '../question/reading.ts'
import { readGmv, toldBy } from './gmv.ts'
import type { GmvCell, GmvQuestion } from './shape.ts'
import { customersOf } from './sums-sql.ts'

const COUNTS: Record<GmvCell['of'], Sql> = {
  visitors: sql`visited = 1`,
  themselves: sql`visited = 1 and recruited = 0`,
  recruited: sql`recruited = 1`,
  buyers: sql`n > 0`,
  buyers_again: sql`n > 1`,
}

/** @throws 404 for a segment where nothing is told apart, or a month out of the range */
export async function behindGmv(
  ctx: Ctx,
  { question, cell }: { question: GmvQuestion; cell: GmvCell },
): Promise<{ customers: Sql; reading: QuestionReading }> {
  const { counting } = await readGmv(ctx, question)
  const { reading } = counting
  const stretch = stretchOfRange(question, reading.clock)
  const { by } = question
  const isOne = cell.value !== undefined
  if (isOne && by === 'none') throw notFound('figure')
  const { timezone } = reading.clock
  const edges =
    isOne && by === 'month' ? edgesOf(stretch, 'month', timezone) : [stretch.from, stretch.to]
  const rows = customersOf(isOne ? toldBy(by) : 'none', stretch, edges, counting)
  const hers = isOne && by !== 'month' ? sql`v = ${as('String', cell.value ?? '')}` : sql`true`
  const month = edges.find((edge) => nameOf(edge, 'month', timezone) === cell.value)
  if (isOne && by === 'month' && month === undefined) throw notFound('figure')
  const then = isOne && by === 'month' ? sql`p = ${as('Int64', month)}` : sql`true`
  return {
    customers: sql`(select groupBitmapState(toUInt32(c)) from (${rows}) where ${COUNTS[cell.of]} and ${hers} and ${then})`,
    reading,
  }
}
