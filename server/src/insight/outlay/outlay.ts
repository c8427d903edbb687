// The ledger of what was put in and what came out, by channel, activity or guide (A10, A14).
import { costOfNamed, type NamedOrder, type Spent, spendingBy } from '../../commerce/index.ts'
import { as, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { type CostModel, type CostOfAdds, costModelOf } from '../adds/cost-model.ts'
import { brandOf } from '../brand.ts'
import { type Behind, setOf } from '../cells/behind.ts'
import { modeSaid } from '../gmv/gmv.ts'
import { modeOf } from '../mode/mode.ts'
import { daysOf, type Edges, edgesOf, nameOf } from '../question/periods.ts'
import { readQuestion, stretchOfRange } from '../question/reading.ts'
import { COLUMN, costOfContacts, spentWithin } from './contacts.ts'
import { addedRows, type Ledger, orderRows } from './rows-sql.ts'
import {
  INPUTS,
  type OutlayAnswer,
  type OutlayCell,
  type OutlayFigures,
  type OutlayQuestion,
} from './shape.ts'

const SLOW = { maxSeconds: 60 }
const DAY = 86_400_000

export async function readLedger(ctx: Ctx, question: OutlayQuestion): Promise<Ledger> {
  const [reading, mode, { currency }] = await Promise.all([
    readQuestion(ctx, []),
    modeOf(ctx),
    brandOf(ctx),
  ])
  const stretch = stretchOfRange(question, reading.clock)
  return { by: question.by, mode, currency, stretch, reading }
}

export async function outlay(ctx: Ctx, question: OutlayQuestion): Promise<OutlayAnswer> {
  const ledger = await readLedger(ctx, question)
  const { stretch, reading } = ledger
  const { timezone, now } = reading.clock
  const months = edgesOf(stretch, 'month', timezone)
  const until = spentWithin(ledger)
  const [sold, spent, model, mode] = await Promise.all([
    soldBy(ctx, ledger),
    spendingBy(ctx, { ...daysOf(until, timezone), kinds: INPUTS, by: COLUMN[ledger.by] }),
    costModelOf(ctx),
    modeOf(ctx),
  ])
  const won = await costOfContacts(ctx, ledger, spent, model)
  const running = ledger.by === 'channel' ? runningCosts(model, spent, months, until, timezone) : []
  const values = [
    ...new Set([
      ...[...sold.values.keys(), ...won.map(({ value }) => value)],
      ...[...spent.map(({ value }) => value ?? ''), ...running.map(({ value }) => value)],
    ]),
  ]
  const of = (is: (value: string) => boolean, sales: Sales | undefined) =>
    figuresOf(
      sales ?? NO_SALES,
      won.filter(({ value }) => is(value)),
      spent.filter(({ value }) => is(value ?? '')),
      running.filter(({ value }) => is(value)),
    )
  return {
    mode: modeSaid(mode),
    all: of(() => true, sold.all),
    values: values
      .map((value) => ({
        value: value || null,
        ...of((other) => other === value, sold.values.get(value)),
      }))
      .sort((one, other) => other.input_fen - one.input_fen || other.net_fen - one.net_fen),
    months: months.slice(0, -1).map((edge) => {
      const start = nameOf(edge, 'month', timezone)
      const inMonth = <Row extends { month: string }>(rows: readonly Row[]) =>
        rows.filter(({ month }) => month === start)
      const own = figuresOf(NO_SALES, inMonth(won), inMonth(spent), inMonth(running))
      const { adds, acquisition_fen, per_add_fen, input_fen, is_estimate } = own
      return { start, adds, acquisition_fen, per_add_fen, input_fen, is_estimate }
    }),
    as_of: new Date(now).toISOString(),
  }
}

interface Sales {
  buyers: number
  orders: number
  net: number
  costOfSales: number
  isEstimate: boolean
}
const NO_SALES: Sales = { buyers: 0, orders: 0, net: 0, costOfSales: 0, isEstimate: false }
interface Running {
  value: string
  month: string
  fen: number
}
const sum = <Row>(rows: readonly Row[], of: (row: Row) => number) =>
  rows.reduce((all, row) => all + of(row), 0)

function figuresOf(
  sales: Sales,
  won: readonly CostOfAdds[],
  spent: readonly Spent[],
  running: readonly Running[],
): OutlayFigures {
  const estimated = sum(
    won.filter(({ is_estimate }) => is_estimate),
    ({ fen }) => fen,
  )
  const modelled = estimated + sum(running, ({ fen }) => fen)
  const inputs = Object.fromEntries(
    INPUTS.map((kind) => {
      const own = spent.filter((row) => row.kind === kind)
      return [kind, own.length === 0 ? null : sum(own, ({ fen }) => fen)]
    }),
  ) as OutlayFigures['inputs']
  const input = sum(spent, ({ fen }) => fen) + modelled
  const adds = sum(won, (row) => row.adds)
  const acquisition = sum(won, ({ fen }) => fen)
  const margin = sales.net - sales.costOfSales
  return {
    ...{ adds, buyers: sales.buyers, orders: sales.orders, net_fen: sales.net },
    ...{ cost_of_sales_fen: sales.costOfSales, margin_fen: margin },
    margin_is_estimate: sales.isEstimate,
    ...{ inputs, hours: sum(spent, ({ hours }) => hours), modelled_fen: modelled },
    ...{ input_fen: input, is_estimate: modelled > 0, acquisition_fen: acquisition },
    per_add_fen: adds === 0 ? null : acquisition / adds,
    profit_fen: margin - input,
    roi: input > 0 ? (margin - input) / input : null,
  }
}

/** What channels cost a month by the model, for the days asked about, where no tool is recorded. */
function runningCosts(
  model: CostModel,
  spent: readonly Spent[],
  months: Edges,
  stretch: { from: number; to: number },
  zone: string,
): Running[] {
  return months.slice(0, -1).flatMap((edge, i) => {
    const end = months[i + 1] as number
    const days = Math.max(0, Math.min(end, stretch.to) - Math.max(edge, stretch.from)) / DAY
    const share = days / ((end - edge) / DAY)
    const month = nameOf(edge, 'month', zone)
    return model.channels
      .filter(
        ({ channel, per_month_fen }) =>
          per_month_fen > 0 &&
          share > 0 &&
          !spent.some((row) => row.value === channel && row.month === month && row.kind === 'tool'),
      )
      .map(({ channel, per_month_fen }) => ({
        ...{ value: channel, month, fen: Math.round(per_month_fen * share) },
      }))
  })
}

async function soldBy(
  ctx: Ctx,
  ledger: Ledger,
): Promise<{ all: Sales; values: Map<string, Sales> }> {
  const rows = orderRows(ledger)
  const byCustomer = sql`select v, c, sum(n) as o, sum(fen) as f, sumIf(fen, paid) as g
    from (${rows}) group by v, c`
  const [sums, named] = await Promise.all([
    ctx.ch.rows<Record<'v' | 'orders' | 'net' | 'gross' | 'buyers', string> & { is_all: number }>(
      ctx.tenantId,
      sql`select v, toUInt8(grouping(v)) as is_all, sum(o) as orders, sum(f) as net, sum(g) as gross,
          uniqExactIf(c, o > 0) as buyers
        from (${byCustomer}) group by grouping sets ((v), ())`,
      SLOW,
    ),
    ctx.ch.rows<{ v: string; source: string; order_id: string }>(
      ctx.tenantId,
      sql`select any(r.v) as v, source, order_id from (${rows}) as r where order_id != ''
        group by source, order_id having sum(n) > 0`,
      SLOW,
    ),
  ])
  const costs = await costOfNamed(
    ctx,
    named.map(
      (row): NamedOrder => ({
        ...{ key: row.v, source: row.source, externalId: row.order_id },
      }),
    ),
  )
  const values = new Map<string, Sales>()
  let all = NO_SALES
  for (const row of sums) {
    const [orders, net, gross] = [Number(row.orders), Number(row.net), Number(row.gross)]
    if (row.is_all) {
      all = { ...NO_SALES, buyers: Number(row.buyers), orders, net }
      continue
    }
    const cost = costs.get(row.v)
    // What was given back takes its part of the goods and the commission back with it.
    const kept = gross > 0 ? Math.min(1, Math.max(0, net / gross)) : 0
    values.set(row.v, {
      ...{ buyers: Number(row.buyers), orders, net },
      costOfSales: Math.round(((cost?.goodsFen ?? 0) + (cost?.commissionFen ?? 0)) * kept),
      isEstimate: (cost?.estimated ?? 0) > 0 || (cost?.orders ?? 0) < orders,
    })
  }
  const every = [...values.values()]
  return {
    all: {
      ...all,
      costOfSales: sum(every, ({ costOfSales }) => costOfSales),
      isEstimate: every.some(({ isEstimate }) => isEstimate),
    },
    values,
  }
}

export async function behindOutlay(
  ctx: Ctx,
  question: OutlayQuestion,
  { value, is }: OutlayCell,
): Promise<Behind> {
  const ledger = await readLedger(ctx, question)
  const hers = value === undefined ? sql`true` : sql`v = ${as('String', value ?? '')}`
  if (is === 'added') return { customers: setOf(addedRows(ledger), hers), reading: ledger.reading }
  const buyers = sql`select v, c from (${orderRows(ledger)}) group by v, c having sum(n) > 0`
  return { customers: setOf(buyers, hers), reading: ledger.reading }
}

/** The orders behind a value, the newest first. */
export async function ordersBehind(
  ctx: Ctx,
  question: OutlayQuestion,
  { value, limit, skip }: { value: string | null | undefined; limit: number; skip: number },
) {
  const ledger = await readLedger(ctx, question)
  const hers = value === undefined ? sql`true` : sql`v = ${as('String', value ?? '')}`
  const rows = await ctx.ch.rows<Record<'source' | 'order_id' | 'c' | 'ms' | 'net', string>>(
    ctx.tenantId,
    sql`select source, order_id, any(r.c) as c, min(toUnixTimestamp64Milli(at)) as ms, sum(fen) as net
      from (${orderRows(ledger)}) as r where ${hers}
      group by source, order_id order by ms desc, source, order_id
      limit ${as('UInt32', limit + 1)} offset ${as('UInt32', skip)}`,
    SLOW,
  )
  return {
    items: rows.slice(0, limit).map((row) => ({
      ...{ source: row.source, order_id: row.order_id, customer_id: Number(row.c) },
      ...{ at: new Date(Number(row.ms)).toISOString(), net_fen: Number(row.net) },
    })),
    next_skip: rows.length > limit ? skip + limit : null,
  }
}
