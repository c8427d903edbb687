// What contacts cost by month and what they are told apart by.
import type { Spent } from '../../commerce/index.ts'
import { as, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type CostModel, type CostOfAdds, costOfAdds } from '../adds/cost-model.ts'
import { edgesOf, nameOf } from '../question/periods.ts'
import type { Stretch } from '../question/reading.ts'
import { addedRows, type Ledger } from './rows-sql.ts'

export const COLUMN = {
  channel: 'channel_id',
  activity: 'activity_id',
  guide: 'staff_id',
} as const
/** What is spent on winning customers. */
export const WINNING: readonly Spent['kind'][] = ['media', 'incentive']

type Asked = Pick<Ledger, 'by' | 'stretch' | 'reading'>

/** Nothing after the moment asked about was spent yet. */
export function spentWithin({ stretch, reading }: Asked): Stretch {
  return {
    from: stretch.from,
    to: Math.min(stretch.to, Math.max(reading.clock.now, stretch.from + 1)),
  }
}

/** @param spent recorded within the stretch, by the same column */
export async function costOfContacts(
  ctx: Ctx,
  asked: Asked,
  spent: readonly Spent[],
  model: CostModel,
): Promise<CostOfAdds[]> {
  const { timezone } = asked.reading.clock
  const months = edgesOf(asked.stretch, 'month', timezone)
  const rows = await ctx.ch.rows<{ v: string; channel: string; p: string; n: string }>(
    ctx.tenantId,
    sql`select v, channel, roundDown(toInt64(moment), ${as('Array(Int64)', months.slice(0, -1))}) as p, count() as n
      from (${addedRows(asked)}) group by v, channel, p`,
    { maxSeconds: 60 },
  )
  return costOfAdds(
    rows.map(({ v, channel, p, n }) => ({
      ...{ value: v, channel, adds: Number(n) },
      month: nameOf(Number(p), 'month', timezone),
    })),
    spent
      .filter(({ kind }) => WINNING.includes(kind))
      .map(({ value, month, fen }) => ({ value: value ?? '', month, fen })),
    model,
  )
}
