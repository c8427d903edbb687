// What a contact costs: what is recorded for its channel and month, else what the brand takes it to be. The
// same reckoning as the pages of input and output and of the dividend (A14).
import { spendingByDay } from '../../commerce/index.ts'
import { as, sql } from '../../platform/ch.ts'
import { pairsAdded } from '../adds/adds-sql.ts'
import { costModelOf, costOfAdds } from '../adds/cost-model.ts'
import { COLUMN, WINNING } from '../outlay/contacts.ts'
import { edgesOf } from '../question/periods.ts'
import { familyOf, type Parts } from './metric.ts'
import { askedOf, type MetricReading } from './reading.ts'

interface Row {
  channel: string
  /** Within which it is priced, its first moment. */
  slot: number
  adds: number
}

export const addCosts = familyOf<'winning_fen' | 'adds'>({
  code: 'add_costs',
  needs: ['customers:read', 'orders:read'],
  async read(ctx, reading) {
    const { edges, stretch, clock } = reading
    // Nobody knows whose a cost is: there is none of some customers.
    if ((await reading.ids()) !== undefined) return { periods: new Map(), total: {}, queries: [] }
    const months = edgesOf(stretch, 'month', clock.timezone)
    const starts = [...new Set([...edges.slice(0, -1), ...months.slice(0, -1)])].sort(
      (a, b) => a - b,
    )
    const statement = sql`select channel, roundDown(toInt64(moment), ${as('Array(Int64)', starts)}) as slot, count() as adds
      from (${pairsAdded(reading)})
      where moment >= ${as('Int64', stretch.from)} and moment < ${as('Int64', stretch.to)}
      group by channel, slot`
    const until = Math.min(stretch.to, Math.max(clock.now, stretch.from + 1))
    const [rows, spent, model] = await Promise.all([
      ctx.ch.rows<{ channel: string; slot: string; adds: string }>(ctx.tenantId, statement),
      spendingByDay(ctx, {
        ...{ from: dayOf(stretch.from, reading), to: dayOf(until - 1, reading) },
        ...{ kinds: WINNING, by: COLUMN.channel },
      }),
      costModelOf(ctx),
    ])
    const added: Row[] = rows.map(({ channel, slot, adds }) => ({
      ...{ channel, slot: Number(slot), adds: Number(adds) },
    }))
    const paid = spent.map(({ value, day, fen }) => ({
      ...{ value: value ?? '', fen },
      at: Temporal.PlainDate.from(day).toZonedDateTime(clock.timezone).epochMilliseconds,
    }))
    /** Priced by channel within each of these stretches. */
    const within = (bounds: readonly number[], from: number, to: number): Parts => {
      const placeOf = (at: number) => String(bounds.findLast((start) => start <= at) ?? from)
      const costs = costOfAdds(
        added
          .filter(({ slot }) => slot >= from && slot < to)
          .map(({ channel, slot, adds }) => ({
            ...{ value: channel, channel, adds, month: placeOf(slot) },
          })),
        paid
          .filter(({ at }) => at >= from && at < to)
          .map(({ value, fen, at }) => ({ value, fen, month: placeOf(at) })),
        model,
      )
      return {
        winning_fen: costs.reduce((sum, { fen }) => sum + fen, 0),
        adds: costs.reduce((sum, { adds }) => sum + adds, 0),
      }
    }
    return {
      periods: new Map(
        edges
          .slice(0, -1)
          .map((from, i): [number, Parts] => [
            from,
            within(months, from, edges[i + 1] ?? stretch.to),
          ]),
      ),
      total: within(months, stretch.from, stretch.to),
      queries: [askedOf(statement)],
    }
  },
  metrics: [
    {
      code: 'cost_per_add',
      ...{ unit: 'fen', term: 'short', better: 'less', of: 'winning_fen', by: 'adds' },
      beside: 'first_order_conversion',
      name: { 'zh-CN': '每个好友成本', en: 'Cost per contact added' },
      definition: {
        'zh-CN':
          '期间内的投放与激励，除以新增好友。某渠道某月没有记录成本时，按成本模型估算，不会当作免费。圈选了部分客户时没有这个数字：成本不分到人。',
        en: 'Media and incentives of the period by contacts added. A channel and month without a recorded cost is reckoned by the cost model: nothing is free. There is none of some customers: nobody knows whose a cost is.',
      },
      formula: {
        'zh-CN': '（投放 + 激励，缺记录的按成本模型）÷ 新增好友',
        en: '(media + incentives, by the cost model where none is recorded) ÷ contacts added',
      },
    },
  ],
})

const dayOf = (at: number, { clock }: MetricReading): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(clock.timezone)
    .toPlainDate()
    .toString()
