// Scores that customers carry: attributes with their history, which audiences read.
import { keepValues } from '../../audiences/index.ts'
import { audit } from '../../platform/audit.ts'
import { type Ctx, inTx } from '../../platform/ctx.ts'
import { conflict } from '../../platform/errors.ts'
import { type ComputedWords, provideComputed, releaseComputed } from '../../profile/index.ts'
import { foresee } from './outlook.ts'
import { OutlookQuestion } from './shape.ts'
import { keepingOf, latestFit, noteScored, type StoredFit, setScored } from './store.ts'

export const SCORE_QUEUE = 'insight.clv-scores'
export interface ScoreJob {
  tenantId: string
}

const GROUP = 'CLV'
const SCORES: readonly ComputedWords[] = [
  {
    name: 'clv_alive',
    label: '仍是客户的概率 P(alive)',
    label_en: 'P(alive)',
    description:
      '0 到 1。BG/NBD 模型按每位客户的购买次数、最近一次和首次购买的时间估算，每晚更新。',
    group: GROUP,
    type: 'number',
  },
  {
    name: 'clv_orders_365',
    label: '未来 365 天预计购买次数',
    label_en: 'Expected orders, 365 days',
    description: 'BG/NBD 模型的期望值，同一天的多单算一次，每晚更新。',
    group: GROUP,
    type: 'number',
  },
  {
    name: 'clv_value_365',
    label: '未来 365 天预计价值（分）',
    label_en: 'Expected value, 365 days (1/100)',
    description:
      '预计购买次数 × Gamma–Gamma 模型估算的每次金额，扣除退款后的收入，未乘毛利，每晚更新。',
    group: GROUP,
    type: 'number',
  },
]

/** @throws 409 clv_not_fitted, attribute_exists */
export async function keepScores(ctx: Ctx): Promise<void> {
  await inTx(ctx, async (ctx) => {
    if (!(await keepingOf(ctx)))
      throw conflict('clv_not_fitted', 'Fit the models of the brand first')
    if (!(await setScored(ctx, true))) return
    await provideComputed(ctx, SCORES)
    await audit(ctx, 'clv.scores_kept')
    await ctx.jobs.send(ctx.pg, SCORE_QUEUE, { tenantId: ctx.tenantId })
  })
}

/** The values go with the next job, and the names are free then. */
export async function dropScores(ctx: Ctx): Promise<void> {
  await inTx(ctx, async (ctx) => {
    if (!(await setScored(ctx, false))) return
    await audit(ctx, 'clv.scores_dropped')
    await ctx.jobs.send(ctx.pg, SCORE_QUEUE, { tenantId: ctx.tenantId })
  })
}

/** Writes what the last fit says of every buyer, or takes all of it away; can be run again. */
export async function writeScores(ctx: Ctx): Promise<void> {
  const [fit, keeping] = await Promise.all([latestFit(ctx), keepingOf(ctx)])
  if (!keeping) return
  const at = ctx.now()
  if (!keeping.isScored || !fit) {
    for (const { name } of SCORES) {
      await keepValues(ctx, name, at, [])
      await releaseComputed(ctx, name)
    }
    return
  }
  const columns = await scoresOf(ctx, fit)
  for (const { name } of SCORES) await keepValues(ctx, name, at, columns.get(name) ?? [])
  await noteScored(ctx, at, columns.get('clv_alive')?.length ?? 0)
}

/** Rounded to what anybody can tell apart, so that a night changes no more than it must. */
async function scoresOf(ctx: Ctx, fit: StoredFit) {
  const { rows, outlooks } = await foresee(ctx, fit, OutlookQuestion.parse({}))
  const year = { orders: outlooks.orders.at(-1), value: outlooks.value.at(-1) }
  const column = (of: (i: number) => number | undefined) =>
    rows.flatMap(({ c }, i) => {
      const value = of(i)
      return value === undefined || Number.isNaN(value) ? [] : [{ customer: Number(c), value }]
    })
  const rounded = (value: number | undefined) =>
    value === undefined ? undefined : Math.round(value * 100) / 100
  return new Map([
    ['clv_alive', column((i) => rounded(outlooks.alive[i]))],
    ['clv_orders_365', column((i) => rounded(year.orders?.[i]))],
    ['clv_value_365', column((i) => Math.round(year.value?.[i] ?? Number.NaN))],
  ])
}
