// What winning customers cost by month and channel, and how their payments bring it back.
import { CUSTOMER } from '../../audiences/index.ts'
import { costDefaults, type Spent, spendingBy } from '../../commerce/index.ts'
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { notFound } from '../../platform/errors.ts'
import { pairsAdded } from '../adds/adds-sql.ts'
import { type CostOfAdds, costModelOf, costOfAdds } from '../adds/cost-model.ts'
import { brandOf } from '../brand.ts'
import { ordersOf } from '../buyers/orders-sql.ts'
import { type Behind, setOf } from '../cells/behind.ts'
import { refusePast } from '../gate/past.ts'
import { orderRows } from '../metric/orders.ts'
import {
  daysOf,
  type Edges,
  edgesOf,
  nameOf,
  periodOf,
  periodsOver,
  whole,
} from '../question/periods.ts'
import { type QuestionReading, readQuestion, rowsIn, stretchOfRange } from '../question/reading.ts'
import type {
  AcquisitionAnswer,
  AcquisitionCell,
  AcquisitionQuestion,
} from './acquisition-shape.ts'

const SLOW = { maxSeconds: 60 }

interface Asked {
  reading: QuestionReading
  /** Months that the range touches, whole. */
  edges: Edges
  /** Those and the months until now. */
  until: Edges
  currency: string
  /** A row a customer met in these months: `c`, `p` the month, `channel` the first that was named. */
  met: Sql
}

async function read(ctx: Ctx, question: AcquisitionQuestion): Promise<Asked> {
  const reading = await readQuestion(ctx, [], question.who)
  const { currency } = await brandOf(ctx)
  const { timezone, now } = reading.clock
  const edges = edgesOf(stretchOfRange(question, reading.clock), 'month', timezone)
  const { from, to } = whole(edges)
  const until = edgesOf({ from, to: Math.max(to, now) }, 'month', timezone)
  const channel = sql`argMinIf(ifNull(channel_id, ''), (at, event_id), ifNull(channel_id, '') != '')`
  const met = sql`select c, ${periodOf(edges, sql`first_at`)} as p, channel from (
      select ${CUSTOMER} as c, min(at) as first_at, ${channel} as channel from event
      where ${reading.whose} group by c having ${rowsIn(whole(edges), sql`min(at)`)})
    where ${question.channel === undefined ? sql`true` : sql`channel = ${as('String', question.channel)}`}`
  return { reading, edges, until, currency, met }
}

interface Won {
  p: string
  channel: string
  customers: string
  buyers: string
}

export async function acquisition(
  ctx: Ctx,
  question: AcquisitionQuestion,
): Promise<AcquisitionAnswer> {
  const asked = await read(ctx, question)
  const { reading, edges, until, currency, met } = asked
  const { timezone, now } = reading.clock
  const spentBy = sql`select c, ${periodOf(until)} as month, sum(paid) - sum(refunded) as fen
    from (${orderRows({ currency }, sql`${reading.whose} and ${rowsIn(whole(until))}`)}) group by c, month`
  const bought = ordersOf({ reading, currency })
  const [won, spent, active, recorded, operating, margin, model, added] = await Promise.all([
    ctx.ch.rows<Won>(
      ctx.tenantId,
      sql`select p, channel, count() as customers, countIf(c in (select c from (${bought}))) as buyers
        from (${met}) group by p, channel`,
      SLOW,
    ),
    ctx.ch.rows<{ p: string; channel: string; month: string; fen: string }>(
      ctx.tenantId,
      sql`select m.p as p, m.channel as channel, s.month as month, sum(s.fen) as fen
        from (${spentBy}) as s join (${met}) as m on m.c = s.c group by p, channel, month`,
      SLOW,
    ),
    ctx.ch.rows<{ p: string; n: string }>(
      ctx.tenantId,
      sql`select ${periodOf(edges)} as p, uniqExact(${CUSTOMER}) as n from event
        where ${reading.whose} and ${rowsIn(whole(edges))} group by p`,
      SLOW,
    ),
    spentFor(ctx, asked, question, question.cost_kinds),
    spentFor(ctx, asked, question, question.operating_kinds),
    marginOf(ctx, question),
    costModelOf(ctx),
    ctx.ch.rows<{ p: string; channel: string; adds: string }>(
      ctx.tenantId,
      sql`select m.p as p, m.channel as channel, count() as adds
        from (${pairsAdded({ customers: reading.whose, known: sql`true` })}) as a join (${met}) as m on m.c = a.c
        group by p, channel`,
      SLOW,
    ),
  ])
  const costs = costOfAdds(
    added.map(({ p, channel, adds }) => ({
      ...{ value: channel, channel, adds: Number(adds) },
      month: nameOf(Number(p), 'month', timezone),
    })),
    recorded.map(({ value, month, fen }) => ({ value: value ?? '', month, fen })),
    model,
  )
  const kept = (fen: number) => Math.round((fen * margin.bp) / 10_000)
  const over = periodsOver(until, reading.clock)
  const months = until.slice(0, -1)
  const monthName = (edge: number) => nameOf(edge, 'month', timezone)
  const wonOf = (rows: readonly Won[], costs: readonly CostOfAdds[]) => {
    const cost = costs.length === 0 ? null : sum(costs, ({ fen }) => fen)
    const customers = sum(rows, (row) => Number(row.customers))
    const buyers = sum(rows, (row) => Number(row.buyers))
    return {
      ...{ customers, buyers, cost_fen: cost },
      cost_is_estimate: costs.some(({ is_estimate }) => is_estimate),
      per_customer_fen: cost === null || customers === 0 ? null : cost / customers,
      cac_fen: cost === null || buyers === 0 ? null : cost / buyers,
    }
  }
  const costOf = (rows: readonly { fen: number }[]) =>
    rows.length === 0 ? null : sum(rows, (row) => row.fen)
  const channels = [
    ...new Set([...won.map((row) => row.channel), ...costs.map((row) => row.value)]),
  ]
  return {
    margin_bp: margin.bp,
    margin_is_estimate: margin.isEstimate,
    all: wonOf(won, costs),
    cohorts: edges.slice(0, -1).map((start, i) => {
      const own = spent.filter((row) => Number(row.p) === start)
      const later = months.slice(i, i + question.months + 1)
      let all = 0
      const values = later.map((month) => {
        all += sum(
          own.filter((row) => Number(row.month) === month),
          (row) => Number(row.fen),
        )
        return kept(all)
      })
      const ofMonth = costs.filter((row) => row.month === monthName(start))
      const cost = costOf(ofMonth)
      const payback = cost === null ? -1 : values.findIndex((value) => value >= cost)
      return {
        start: monthName(start),
        ...wonOf(
          won.filter((row) => Number(row.p) === start),
          ofMonth,
        ),
        values,
        complete: Math.min(values.length, Math.max(0, over - i)),
        payback: payback < 0 ? null : payback,
      }
    }),
    channels: channels
      .map((channel) => ({
        channel: channel || null,
        ...wonOf(
          won.filter((row) => row.channel === channel),
          costs.filter((row) => row.value === channel),
        ),
        value_fen: kept(
          sum(
            spent.filter((row) => row.channel === channel),
            (row) => Number(row.fen),
          ),
        ),
      }))
      .sort((one, other) => other.customers - one.customers),
    operating: edges.slice(0, -1).map((start) => {
      const count = Number(active.find((row) => Number(row.p) === start)?.n ?? 0)
      const cost = costOf(operating.filter((row) => row.month === monthName(start)))
      return {
        ...{ start: monthName(start), active: count, cost_fen: cost },
        per_customer_fen: cost === null || count === 0 ? null : cost / count,
      }
    }),
    as_of: new Date(now).toISOString(),
  }
}

const sum = <Row>(rows: readonly Row[], of: (row: Row) => number) =>
  rows.reduce((all, row) => all + of(row), 0)

async function spentFor(
  ctx: Ctx,
  { edges, reading }: Asked,
  { channel }: AcquisitionQuestion,
  kinds: AcquisitionQuestion['cost_kinds'],
): Promise<Spent[]> {
  const days = daysOf(whole(edges), reading.clock.timezone)
  const rows = await spendingBy(ctx, { ...days, kinds, by: 'channel_id' })
  return channel === undefined ? rows : rows.filter((row) => row.value === channel)
}

/** Where none is given: what is left after the goods and the commission that are taken for granted. */
async function marginOf(ctx: Ctx, { margin_bp }: AcquisitionQuestion) {
  if (margin_bp !== undefined) return { bp: margin_bp, isEstimate: false }
  // What is taken for granted is known as it is now only.
  if (ctx.until) refusePast(['margin'])
  const defaults = await costDefaults(ctx)
  const all = defaults.find(({ platform }) => platform === '')
  const bp = Math.max(0, 10_000 - (all?.goodsBp ?? 0) - (all?.commissionBp ?? 0))
  return { bp, isEstimate: true }
}

export async function behindAcquisition(
  ctx: Ctx,
  question: AcquisitionQuestion,
  { start, channel, is }: AcquisitionCell,
): Promise<Behind> {
  const { reading, edges, met, currency } = await read(ctx, question)
  const month =
    start === undefined
      ? undefined
      : edges.slice(0, -1).find((edge) => nameOf(edge, 'month', reading.clock.timezone) === start)
  if (start !== undefined && month === undefined) throw notFound('figure')
  const inMonth = month === undefined ? sql`true` : sql`p = ${as('Int64', month)}`
  const byChannel =
    channel === undefined ? sql`true` : sql`channel = ${as('String', channel ?? '')}`
  const bought =
    is === 'buyers' ? sql`c in (select c from (${ordersOf({ reading, currency })}))` : sql`true`
  return {
    customers: setOf(met, sql`${inMonth} and ${byChannel} and ${bought}`),
    reading,
  }
}
