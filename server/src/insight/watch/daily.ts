// The 经营日报: the day before in five figures, what changed, the main cause in one sentence, and what
// waits for somebody to decide.
import { sql } from 'kysely'
import { countDeadLetters } from '../../collect/index.ts'
import { countOpenConflicts } from '../../identity/index.ts'
import type { Ctx } from '../../platform/ctx.ts'
import { brandOf } from '../brand.ts'
import { lmdi } from '../calc/gmv.ts'
import { type MetricAnswer, readMetrics } from '../metric/read.ts'
import { lastEdges } from '../question/periods.ts'
import { causesOf } from './causes.ts'
import type { Message } from './message.ts'
import { causeText, changeText, figureText, nameOf } from './words.ts'

/** Long-term value first (S2), then what the day brought. */
export const HOUSE_FIGURES = [
  'repurchase_rate',
  'net_revenue',
  'orders',
  'average_order_value',
  'new_known',
] as const

interface DayFigures {
  lines: string[]
  /** Yesterday and the same weekday before. */
  before: { from: number; to: number }
  after: { from: number; to: number }
  answers: Map<string, { after: MetricAnswer; before: MetricAnswer }>
  day: string
}

/** Of the day before beside the same weekday before it: shops have weeks. */
export async function figuresOfDay(ctx: Ctx, codes: readonly string[]): Promise<DayFigures> {
  const { zone, currency } = await brandOf(ctx)
  const edges = lastEdges(ctx.now().getTime(), 9, 'day', zone)
  const at = (n: number) => edges[n] as number
  const after = { from: at(7), to: at(8) }
  const before = { from: at(0), to: at(1) }
  const [now, then] = await Promise.all([
    readMetrics(ctx, codes, { stretch: after }),
    readMetrics(ctx, codes, { stretch: before }),
  ])
  const answers: DayFigures['answers'] = new Map()
  for (const [code, answer] of now.metrics) {
    const old = then.metrics.get(code)
    if (old) answers.set(code, { after: answer, before: old })
  }
  return {
    ...{ before, after, answers },
    day: Temporal.Instant.fromEpochMilliseconds(after.from)
      .toZonedDateTimeISO(zone)
      .toPlainDate()
      .toString(),
    lines: [...answers.values()].map(({ after: { metric, total }, before: { total: old } }) => {
      const figure = figureText(total.value, metric.unit, currency, 'zh-CN')
      return `**${nameOf(metric, 'zh-CN')}** ${figure}（较上周同日 ${changeText(total.value, old.value, metric.unit, 'zh-CN')}）`
    }),
  }
}

export async function dailyReport(
  ctx: Ctx,
  name: string,
  metrics: readonly string[],
): Promise<Message> {
  const codes = metrics.length > 0 ? metrics : HOUSE_FIGURES
  const figures = await figuresOfDay(ctx, codes)
  const [cause, waiting] = await Promise.all([mainCause(ctx, figures), whatToDecide(ctx)])
  return {
    title: `${name} ${figures.day}`,
    lines: [
      ...figures.lines,
      ...(cause ? [`主要原因：${cause}`] : []),
      waiting.length > 0 ? `待决定：${waiting.join('、')}` : '待决定：没有',
    ],
  }
}

/** Under so much of a change nothing is explained: it is what days differ by. */
const WORTH_EXPLAINING = 0.05

/**
 * Of net revenue, else of the first figure that moved: by its factors, orders × value of an order, whose
 * parts add up without a rest (LMDI), and by the segment that moved most.
 */
async function mainCause(ctx: Ctx, figures: DayFigures): Promise<string | undefined> {
  const { currency } = await brandOf(ctx)
  const moved = [...figures.answers].filter(([, { before, after }]) => {
    const [old, now] = [before.total.value, after.total.value]
    return (
      old !== null &&
      now !== null &&
      Math.abs(now - old) >= WORTH_EXPLAINING * Math.abs(old) &&
      now !== old
    )
  })
  const [code, pair] = moved.find(([code]) => code === 'net_revenue') ?? moved[0] ?? []
  if (code === undefined || !pair) return undefined
  const { metric } = pair.after
  const change = changeText(pair.after.total.value, pair.before.total.value, metric.unit, 'zh-CN')
  const factor = code === 'net_revenue' ? await revenueFactor(ctx, figures) : undefined
  const [segment] = await causesOf(ctx, {
    ...{ metric: code, period: 'day', before: figures.before, after: figures.after },
  })
  return [
    `${nameOf(metric, 'zh-CN')}${change}`,
    ...(factor ? [factor] : []),
    ...(segment ? [`集中在${causeText(segment, metric.unit, currency, 'zh-CN')}`] : []),
  ].join('，')
}

async function revenueFactor(ctx: Ctx, { before, after }: DayFigures): Promise<string | undefined> {
  const of = async (stretch: DayFigures['after']) => {
    const { metrics } = await readMetrics(ctx, ['orders', 'net_revenue'], { stretch })
    const orders = metrics.get('orders')?.total.value ?? 0
    const revenue = metrics.get('net_revenue')?.total.value ?? 0
    return orders > 0 && revenue > 0 ? [orders, revenue / orders] : undefined
  }
  const [old, now] = [await of(before), await of(after)]
  if (!old || !now) return undefined
  const [byOrders = 0, byValue = 0] = lmdi(old, now)
  const whole = byOrders + byValue
  if (whole === 0) return undefined
  const isOrders = Math.abs(byOrders) >= Math.abs(byValue)
  const part = Math.round(
    (Math.abs(isOrders ? byOrders : byValue) / (Math.abs(byOrders) + Math.abs(byValue))) * 100,
  )
  const more = (isOrders ? byOrders : byValue) > 0 ? '增加' : '减少'
  return `主要因为${isOrders ? '订单数' : '每单金额'}${more}（占 ${part}%）`
}

async function whatToDecide(ctx: Ctx): Promise<string[]> {
  const [conflicts, deadLetters, { rows }] = await Promise.all([
    countOpenConflicts(ctx),
    countDeadLetters(ctx),
    sql<{ approvals: number; fired: number }>`
      select (select count(*) from approval where tenant_id = ${ctx.tenantId} and state = 'waiting')::int as approvals,
        (select count(*) from metric_alert_look where tenant_id = ${ctx.tenantId} and outcome = 'fired'
          and looked_at > ${ctx.now()}::timestamptz - interval '24 hours')::int as fired`.execute(
      ctx.pg,
    ),
  ])
  const dead = deadLetters.reduce((sum, { open }) => sum + open, 0)
  const said: [number, (n: number) => string][] = [
    [rows[0]?.approvals ?? 0, (n) => `${n} 项审批`],
    [rows[0]?.fired ?? 0, (n) => `${n} 条预警`],
    [conflicts, (n) => `${n} 个身份冲突`],
    [dead, (n) => `${n} 条异常数据`],
  ]
  return said.filter(([n]) => n > 0).map(([n, words]) => words(n))
}
