// Who buys again: the four ways of reckoning it that are in use, each with its name, and how long it takes.
import { as, type Sql, sql } from '../../platform/ch.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { brandOf } from '../brand.ts'
import { ordersOf } from '../buyers/orders-sql.ts'
import { survivalOf } from '../calc/survival.ts'
import { type Behind, setOf } from '../cells/behind.ts'
import {
  type QuestionReading,
  readQuestion,
  type Stretch,
  stretchOfRange,
} from '../question/reading.ts'
import type { RepurchaseAnswer, RepurchaseCell, RepurchaseQuestion } from './shape.ts'

const SLOW = { maxSeconds: 60 }
const DAY_MS = 86_400_000

interface Asked {
  /** A row a buyer of all times: `c`, `own` paid orders as (moment, net fen) in order, `ats` their moments. */
  buyers: Sql
  reading: QuestionReading
  stretch: Stretch
  days: number
}

async function read(ctx: Ctx, question: RepurchaseQuestion): Promise<Asked> {
  const reading = await readQuestion(ctx, [], question.who)
  const { currency } = await brandOf(ctx)
  const orders = ordersOf({ reading, currency })
  return {
    buyers: sql`select c, arraySort(groupArray((toInt64(paid_at), net))) as own,
        arrayMap(one -> one.1, own) as ats
      from (${orders}) group by c`,
    reading,
    stretch: stretchOfRange(question, reading.clock),
    days: question.days,
  }
}

/** What is told of each buyer: conditions that the figures and the customers behind them share. */
function told({ buyers, stretch, days, reading }: Asked) {
  const from = as('Int64', stretch.from)
  const to = as('Int64', stretch.to)
  const isIn = (moment: Sql) => sql`${moment} >= ${from} and ${moment} < ${to}`
  const inRange = sql`arrayCount(t -> ${isIn(sql`t`)}, ats)`
  const isNew = sql`(${isIn(sql`ats[1]`)})`
  const window = as('Int64', days * DAY_MS)
  const isOver = sql`(${as('Int64', reading.clock.now)} - ats[1] >= ${window})`
  const isAgain = sql`(length(ats) > 1 and ats[2] - ats[1] <= ${window})`
  return {
    isIn,
    rows: sql`select c, own, ats, ${inRange} as n from (${buyers}) where n > 0`,
    is: {
      buyers: sql`true`,
      twice: sql`n >= 2`,
      new: isNew,
      old: sql`not ${isNew}`,
      window_buyers: sql`${isNew} and ${isOver}`,
      window_again: sql`${isNew} and ${isOver} and ${isAgain}`,
      window_not_again: sql`${isNew} and ${isOver} and not ${isAgain}`,
      left_out: sql`${isNew} and not ${isOver}`,
    } satisfies Record<RepurchaseCell['is'], Sql>,
  }
}

type Counts = Record<RepurchaseCell['is'] | 'orders' | 'new_orders' | 'new_fen' | 'old_fen', string>

export async function repurchase(
  ctx: Ctx,
  question: RepurchaseQuestion,
): Promise<RepurchaseAnswer> {
  const asked = await read(ctx, question)
  const { isIn, rows, is } = told(asked)
  const fen = sql`arraySum(one -> if(${isIn(sql`one.1`)}, one.2, 0), own)`
  const [[row], lives] = await Promise.all([
    ctx.ch.rows<Counts>(
      ctx.tenantId,
      sql`select count() as buyers, countIf(${is.twice}) as twice, countIf(${is.new}) as new,
          countIf(${is.old}) as old, countIf(${is.window_buyers}) as window_buyers,
          countIf(${is.window_again}) as window_again, countIf(${is.left_out}) as left_out,
          sum(n) as orders, sumIf(n, ${is.new}) as new_orders,
          sumIf(${fen}, ${is.new}) as new_fen, sumIf(${fen}, ${is.old}) as old_fen
        from (${rows})`,
      SLOW,
    ),
    livesOf(ctx, asked, question.after),
  ])
  const n = (name: keyof Counts) => Number(row?.[name] ?? 0)
  const part = (count: number, of: number) => (of > 0 ? count / of : null)
  const { curve, ...waiting } = survivalOf(lives, question.confidence)
  return {
    twice: { rate: part(n('twice'), n('buyers')), buyers: n('buyers'), again: n('twice') },
    orders: {
      rate: part(n('orders') - n('new'), n('orders')),
      ...{ orders: n('orders'), first: n('new') },
    },
    split: {
      rate: part(n('old'), n('buyers')),
      new: { buyers: n('new'), orders: n('new_orders'), fen: n('new_fen') },
      old: { buyers: n('old'), orders: n('orders') - n('new_orders'), fen: n('old_fen') },
    },
    window: {
      rate: part(n('window_again'), n('window_buyers')),
      ...{ buyers: n('window_buyers'), again: n('window_again'), left_out: n('left_out') },
    },
    waiting: { ...waiting, curve: curve.map(({ time, ...point }) => ({ day: time, ...point })) },
    as_of: new Date(asked.reading.clock.now).toISOString(),
  }
}

/** Whole days until the next order; who has none was seen until now and no longer. */
async function livesOf(ctx: Ctx, asked: Asked, after: RepurchaseQuestion['after']) {
  const { isIn, rows } = told(asked)
  const begins =
    after === 'first'
      ? sql`arrayFilter(i -> i = 1 and ${isIn(sql`ats[i]`)}, arrayEnumerate(ats))`
      : sql`arrayFilter(i -> ${isIn(sql`ats[i]`)}, arrayEnumerate(ats))`
  const now = as('Int64', asked.reading.clock.now)
  const lives = await ctx.ch.rows<{ time: string; happened: number; n: string }>(
    ctx.tenantId,
    sql`select greatest(intDiv(if(happened, ats[i + 1], ${now}) - ats[i], ${as('Int64', DAY_MS)}), 0) as time,
        i < length(ats) as happened, count() as n
      from (${rows}) array join ${begins} as i group by time, happened`,
    SLOW,
  )
  return lives.map(({ time, happened, n }) => ({
    ...{ time: Number(time), happened: Boolean(happened), count: Number(n) },
  }))
}

export async function behindRepurchase(
  ctx: Ctx,
  question: RepurchaseQuestion,
  cell: RepurchaseCell,
): Promise<Behind> {
  const asked = await read(ctx, question)
  const { rows, is } = told(asked)
  return {
    customers: setOf(rows, is[cell.is]),
    reading: asked.reading,
  }
}
