// The 经营日报: the day before in five figures, what changed, the main cause in one sentence, and what
// waits for somebody to decide.
import { sql } from 'kysely'
import { countDeadLetters } from '../../collect/index.ts'
import { countOpenConflicts } from '../../identity/index.ts'
import { can, scopeOf } from '../../platform/auth.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { brandOf } from '../brand.ts'
import { lmdi } from '../calc/gmv.ts'
import { type MetricAnswer, readMetrics } from '../metric/read.ts'
import { lastEdges, nameOf as periodName } from '../question/periods.ts'
import { calledOf } from '../told/called.ts'
import { aboutOf } from '../told/report.ts'
import type { Block, Told, Tongue } from '../told/told.ts'
import { causesOf } from './causes.ts'
import { causeText, changeText, figureText, nameOf } from './words.ts'

/** Long-term value first (S2), then what the day brought. */
export const HOUSE_FIGURES = [
  'repurchase_rate',
  'net_revenue',
  'orders',
  'average_order_value',
  'new_known',
] as const
/** Net revenue is these two multiplied: number and worth of orders. */
const EXPLAINING = ['orders', 'net_revenue'] as const
/** Days that the drawing goes back. */
const DRAWN_DAYS = 14

interface DayFigures {
  /** Yesterday and the same weekday before. */
  before: { from: number; to: number }
  after: { from: number; to: number }
  answers: Map<string, { after: MetricAnswer; before: MetricAnswer }>
  day: string
}

/** Of the day before beside the same weekday before it: shops have weeks. */
async function figuresOfDay(ctx: Ctx, codes: readonly string[]): Promise<DayFigures> {
  const { zone } = await brandOf(ctx)
  const edges = lastEdges(ctx.now().getTime(), 9, 'day', zone)
  const at = (n: number) => edges[n] as number
  const after = { from: at(7), to: at(8) }
  const before = { from: at(0), to: at(1) }
  // What explains is read together with what is explained: rows that arrive in between would part them.
  const read = codes.includes('net_revenue') ? [...new Set([...codes, ...EXPLAINING])] : codes
  const [now, then] = await Promise.all([
    readMetrics(ctx, read, { stretch: after }),
    readMetrics(ctx, read, { stretch: before }),
  ])
  const answers: DayFigures['answers'] = new Map()
  for (const [code, answer] of now.metrics) {
    const old = then.metrics.get(code)
    if (old) answers.set(code, { after: answer, before: old })
  }
  return { before, after, answers, day: periodName(after.from, 'day', zone) }
}

export async function dailyReport(
  ctx: Ctx,
  name: string,
  metrics: readonly string[],
  tongue: Tongue,
): Promise<Told> {
  const { currency } = await brandOf(ctx)
  const codes = metrics.length > 0 ? metrics : HOUSE_FIGURES
  const figures = await figuresOfDay(ctx, codes)
  const moved = movedMost(figures, codes)
  const [cause, waiting] = await Promise.all([
    moved && mainCause(ctx, figures, moved, tongue),
    whatToDecide(ctx, tongue),
  ])
  const en = tongue === 'en'
  const nothing = en ? 'nothing' : '没有'
  return {
    title: `${name} ${figures.day}`,
    about: [await aboutOf(ctx, tongue, { from: figures.day, to: figures.day })],
    blocks: [
      {
        title: '',
        tiles: codes
          .flatMap((code) => figures.answers.get(code) ?? [])
          .map(({ after: { metric, total }, before: { total: old } }) => {
            const change = changeText(total.value, old.value, metric.unit, tongue)
            return {
              name: nameOf(metric, tongue),
              value: figureText(total.value, metric.unit, currency, tongue),
              change: en ? `${change} on a week before` : `较上周同日 ${change}`,
            }
          }),
      },
      await drawingOf(
        ctx,
        moved ?? (codes.includes('net_revenue') ? 'net_revenue' : codes[0]),
        tongue,
      ),
      {
        title: '',
        words: [
          cause
            ? `${en ? 'Main cause: ' : '主要原因：'}${cause}`
            : en
              ? 'Main cause: no figure moved by 5 % or more.'
              : '主要原因：各指标变化都不到 5%，没有需要解释的变化。',
          `${en ? 'To decide: ' : '待决定：'}${waiting.length > 0 ? waiting.join(en ? ', ' : '、') : nothing}`,
        ],
      },
    ],
    path: '/',
  }
}

async function drawingOf(ctx: Ctx, code: string | undefined, tongue: Tongue): Promise<Block> {
  if (code === undefined) return { title: '' }
  const { zone } = await brandOf(ctx)
  const edges = lastEdges(ctx.now().getTime(), DRAWN_DAYS + 1, 'day', zone)
  // The last edge ends the day that runs: the drawing ends with the day before it.
  const stretch = { from: edges.at(-2 - DRAWN_DAYS) as number, to: edges.at(-2) as number }
  const { metrics, periods } = await readMetrics(ctx, [code], { stretch, period: 'day' })
  const read = metrics.get(code)
  if (!read) return { title: '' }
  const name = nameOf(read.metric, tongue)
  return {
    title: tongue === 'en' ? `${name}, last ${DRAWN_DAYS} days` : `${name}：最近 ${DRAWN_DAYS} 天`,
    drawing: {
      ...{ kind: 'line', unit: read.metric.unit },
      labels: periods.map((day) => day.slice(5)),
      series: [{ name, values: read.points.map(({ value }) => value) }],
    },
  }
}

/** Under so much of a change nothing is explained: it is what days differ by. */
const WORTH_EXPLAINING = 0.05

/** Net revenue where it moved, else the first figure that did. */
function movedMost({ answers }: DayFigures, codes: readonly string[]): string | undefined {
  const moved = [...answers].filter(([code, { before, after }]) => {
    if (!codes.includes(code)) return false
    const [old, now] = [before.total.value, after.total.value]
    return (
      old !== null &&
      now !== null &&
      Math.abs(now - old) >= WORTH_EXPLAINING * Math.abs(old) &&
      now !== old
    )
  })
  return (moved.find(([code]) => code === 'net_revenue') ?? moved[0])?.[0]
}

/**
 * Of net revenue by its factors, orders × value of an order, whose parts add up without a rest (LMDI);
 * of any figure by the segment that moved most.
 */
async function mainCause(
  ctx: Ctx,
  figures: DayFigures,
  code: string,
  tongue: Tongue,
): Promise<string | undefined> {
  const { currency } = await brandOf(ctx)
  const pair = figures.answers.get(code)
  if (!pair) return undefined
  const { metric } = pair.after
  const change = changeText(pair.after.total.value, pair.before.total.value, metric.unit, tongue)
  const factor = code === 'net_revenue' ? revenueFactor(figures, tongue) : undefined
  const [segment] = await causesOf(ctx, {
    ...{ metric: code, period: 'day', before: figures.before, after: figures.after },
    ...{ was: pair.before.total.value, is: pair.after.total.value },
  })
  const called = await calledOf(ctx)
  const en = tongue === 'en'
  return [
    en ? `${nameOf(metric, tongue)} ${change}` : `${nameOf(metric, tongue)}${change}`,
    ...(factor ? [factor] : []),
    ...(segment
      ? [
          `${en ? 'mostly in ' : '集中在'}${causeText(segment, metric.unit, currency, tongue, called)}`,
        ]
      : []),
  ].join(en ? ', ' : '，')
}

function revenueFactor({ answers }: DayFigures, tongue: Tongue): string | undefined {
  const of = (side: 'before' | 'after') => {
    const orders = answers.get('orders')?.[side].total.value ?? 0
    const revenue = answers.get('net_revenue')?.[side].total.value ?? 0
    return orders > 0 && revenue > 0 ? [orders, revenue / orders] : undefined
  }
  const [old, now] = [of('before'), of('after')]
  if (!old || !now) return undefined
  const [byOrders = 0, byValue = 0] = lmdi(old, now)
  const whole = byOrders + byValue
  if (whole === 0) return undefined
  const isOrders = Math.abs(byOrders) >= Math.abs(byValue)
  const part = Math.round(
    (Math.abs(isOrders ? byOrders : byValue) / (Math.abs(byOrders) + Math.abs(byValue))) * 100,
  )
  const isMore = (isOrders ? byOrders : byValue) > 0
  return tongue === 'en'
    ? `mainly because ${isOrders ? 'there were' : 'an order was worth'} ${isMore ? 'more' : isOrders ? 'fewer' : 'less'}${isOrders ? ' orders' : ''} (${part} %)`
    : `主要因为${isOrders ? '订单数' : '每单金额'}${isMore ? '增加' : '减少'}（占 ${part}%）`
}

/** Of the whole brand: nobody who sees a part of it is told what waits for others. */
async function whatToDecide(ctx: Ctx, tongue: Tongue): Promise<string[]> {
  if (scopeOf(ctx.actor).kind !== 'all') return []
  const [conflicts, deadLetters, { rows }] = await Promise.all([
    can(ctx.actor, 'customers:merge') ? countOpenConflicts(ctx) : 0,
    countDeadLetters(ctx),
    sql<{ approvals: number; fired: number }>`
      select (select count(*) from approval where tenant_id = ${ctx.tenantId} and state = 'waiting')::int as approvals,
        (select count(*) from metric_alert_look where tenant_id = ${ctx.tenantId} and outcome = 'fired'
          and looked_at > ${ctx.now()}::timestamptz - interval '24 hours')::int as fired`.execute(
      ctx.pg,
    ),
  ])
  const dead = deadLetters.reduce((sum, { open }) => sum + open, 0)
  const said: [number, (n: number) => string, (n: number) => string][] = [
    [rows[0]?.approvals ?? 0, (n) => `${n} 项审批`, (n) => `approvals: ${n}`],
    [rows[0]?.fired ?? 0, (n) => `${n} 条预警`, (n) => `alerts: ${n}`],
    [conflicts, (n) => `${n} 个身份冲突`, (n) => `identity conflicts: ${n}`],
    [dead, (n) => `${n} 条异常数据`, (n) => `dead letters: ${n}`],
  ]
  return said.filter(([n]) => n > 0).map(([n, zh, en]) => (tongue === 'en' ? en(n) : zh(n)))
}
