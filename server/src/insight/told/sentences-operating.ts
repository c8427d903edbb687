// How the business runs against its goals, in a sentence each.
import type { Factor } from '../calc/gmv.ts'
import type { ChainAnswer } from '../chain/chain.ts'
import type { Link } from '../chain/links-sql.ts'
import type { DriversAnswer, DriversQuestion } from '../drivers/drivers.ts'
import type { WatchAnswer } from '../falls/falls.ts'
import type { GmvAnswer } from '../gmv/shape.ts'
import type { PlanAnswer, ProgressAnswer } from '../goals/shape.ts'
import type { ScorecardAnswer, Stage } from '../scorecard/shape.ts'
import { in2, largest, named, telling, write } from './saying.ts'

type Named<Code extends string> = Record<Code, readonly [zh: string, en: string]>
const FACTORS: Named<Factor> = {
  visitors: ['流量', 'traffic'],
  conversion_rate: ['转化率', 'conversion'],
  order_value: ['净客单价', 'net order value'],
  fission_rate: ['裂变率', 'fission rate'],
  ltv_multiple: ['LTV 倍数', 'LTV multiple'],
}
const LINKS: Named<Link> = {
  public_fans: ['公域吸粉', 'public fans'],
  hook_adds: ['钩子加粉', 'hook adds'],
  moments_trust: ['朋友圈信任', 'trust'],
  activity_fission: ['活动裂变', 'fission'],
  multi_touch: ['多点留存', 'touchpoints'],
  copy_close: ['文案成交', 'closing'],
  tagging: ['标签管理', 'tagging'],
  layering: ['客户分层', 'layering'],
}
const STAGES: Named<Stage> = {
  stimulate: ['激发需求', 'stimulating demand'],
  decide: ['决策下单', 'helping decide'],
  share: ['分享', 'sharing'],
  repurchase: ['复购', 'buying again'],
  receive: ['接收信息', 'receiving'],
  want: ['产生需求', 'wanting'],
  choose: ['决策', 'choosing'],
  pay: ['支付', 'paying'],
}

const gmv = telling<string, GmvAnswer>(({ total, change }, _, say) => {
  const { factors } = total
  const whole = in2(
    say,
    `GMV ${write(say, total.gmv_fen, 'fen')}：流量 ${write(say, factors.visitors)}、转化率 ${write(say, factors.conversion_rate, 'share')}、净客单价 ${write(say, Math.round(factors.order_value), 'fen')}`,
    `GMV ${write(say, total.gmv_fen, 'fen')}: traffic ${write(say, factors.visitors)}, conversion ${write(say, factors.conversion_rate, 'share')}, net order value ${write(say, Math.round(factors.order_value), 'fen')}`,
  )
  const cause = change && largest(change.factors, ({ shapley }) => Math.abs(shapley))
  if (!change || !cause) return in2(say, `${whole}。`, `${whole}.`)
  const money = (fen: number) => `${fen > 0 ? '+' : ''}${write(say, Math.round(fen), 'fen')}`
  const name = in2(say, ...FACTORS[cause.factor])
  return in2(
    say,
    `${whole}；变化 ${money(change.change)}，影响最大的是${name}（${money(cause.shapley)}）。`,
    `${whole}; changed by ${money(change.change)}, most of it by ${name} (${money(cause.shapley)}).`,
  )
})

const goals = telling<string, ProgressAnswer>(({ year, year_landing }, _, say) => {
  const [done, goal] = [year.actual.gmv_fen, year.goal.gmv_fen].map((fen) => write(say, fen, 'fen'))
  const far = in2(
    say,
    `全年 GMV 已完成 ${done}，目标 ${goal}`,
    `GMV of the year: ${done} done, the goal is ${goal}`,
  )
  if (!year_landing) return in2(say, `${far}。`, `${far}.`)
  const landing = write(say, Math.round(year_landing.landing), 'fen')
  const chance = write(say, year_landing.chance, 'share')
  return in2(
    say,
    `${far}；照现在的节奏预计到 ${landing}，达成概率 ${chance}。`,
    `${far}; at this pace it ends at ${landing}, with a chance of ${chance}.`,
  )
})

const planner = telling<string, PlanAnswer>((plan, _, say) => {
  const landing = write(say, Math.round(plan.landing_fen), 'fen')
  const landed = in2(
    say,
    `还有 ${plan.days_to_come} 天，照计划预计到 ${landing}`,
    `${plan.days_to_come} days to come; as planned it ends at ${landing}`,
  )
  if (plan.gap_fen === null) return in2(say, `${landed}。`, `${landed}.`)
  const gap = write(say, Math.abs(Math.round(plan.gap_fen)), 'fen')
  const chance = write(say, plan.simulated.chance, 'share')
  return plan.gap_fen > 0
    ? in2(
        say,
        `${landed}，距目标还差 ${gap}，达成概率 ${chance}。`,
        `${landed}, ${gap} short of the goal; chance ${chance}.`,
      )
    : in2(
        say,
        `${landed}，超出目标 ${gap}，达成概率 ${chance}。`,
        `${landed}, ${gap} over the goal; chance ${chance}.`,
      )
})

/** Who could least often. */
const weakest = <T extends { rate: number | null }>(all: readonly T[]) =>
  largest(
    all.filter(({ rate }) => rate !== null),
    ({ rate }) => 2 - (rate ?? 0),
  )

const scorecard = telling<string, ScorecardAnswer>(({ stages, growth, score }, _, say) => {
  const times = (n: number | null) => (n === null ? '—' : write(say, n, 'share'))
  const whole = in2(
    say,
    `综合为上期的 ${times(score.total)}（运营 ${times(score.operating)}，拉新 ${times(score.acquiring)}）；复购率 ${write(say, growth.repeat_rate.now, 'share')}`,
    `All together ${times(score.total)} of the days before (operating ${times(score.operating)}, acquiring ${times(score.acquiring)}); repeat rate ${write(say, growth.repeat_rate.now, 'share')}`,
  )
  const low = weakest(stages.filter(({ is_told }) => is_told))
  if (!low) return in2(say, `${whole}。`, `${whole}.`)
  const name = in2(say, ...STAGES[low.stage])
  return in2(
    say,
    `${whole}；转化最低的环节是${name}（${write(say, low.rate, 'share')}）。`,
    `${whole}; the weakest stage is ${name} (${write(say, low.rate, 'share')}).`,
  )
})

const chain = telling<string, ChainAnswer>(({ links }, _, say) => {
  const without = links.filter(({ missing }) => missing !== null).length
  const told = links.length - without
  const has = in2(
    say,
    `${links.length} 个环节中 ${told} 个有数据`,
    `${told} of ${links.length} links have data`,
  )
  const low = weakest(links)
  if (!low) return in2(say, `${has}。`, `${has}.`)
  const name = in2(say, ...LINKS[low.link])
  return in2(
    say,
    `${has}；最弱的是${name}：${write(say, low.came)} / ${write(say, low.base)}，${write(say, low.rate, 'share')}。`,
    `${has}; the weakest is ${name}: ${write(say, low.came)} of ${write(say, low.base)}, ${write(say, low.rate, 'share')}.`,
  )
})

const drivers = telling<string, DriversAnswer, DriversQuestion>((answer, question, say) => {
  const all = in2(
    say,
    `${answer.orders === 'all' ? '按全部订单算，' : ''}看了 ${write(say, answer.n)} 位客户，这些行为一共解释 ${write(say, answer.r_squared, 'share')}`,
    `${write(say, answer.n)} customers looked at${answer.orders === 'all' ? ', of all orders' : ''}; these deeds explain ${write(say, answer.r_squared, 'share')} together`,
  )
  const [first] = answer.drivers
  const pattern = first && question.drivers[first.of]
  if (!pattern) return in2(say, `${all}。`, `${all}.`)
  return in2(
    say,
    `${all}；最重要的是 ${named(pattern, say)}（占 ${write(say, first.share, 'share')}，${write(say, first.doing)} 位做过）。`,
    `${all}; the most important is ${named(pattern, say)} (${write(say, first.share, 'share')} of it, done by ${write(say, first.doing)}).`,
  )
})

const watch = telling<string, WatchAnswer>(({ days, is_falling, split, pressure }, _, say) => {
  const rate = (isBefore: boolean) => {
    const of = days.filter(({ day }) => day < split === isBefore)
    const visitors = of.reduce((sum, one) => sum + one.visitors, 0)
    const buyers = of.reduce((sum, one) => sum + one.buyers, 0)
    return write(say, visitors > 0 ? buyers / visitors : null, 'share')
  }
  const [before, after] = [rate(true), rate(false)]
  const hold = pressure.is_alarm
    ? in2(say, '触达却在增加，请先停一停。', ' Contacts rise meanwhile: hold.')
    : ''
  return is_falling
    ? in2(
        say,
        `转化率在下降：${split} 之前 ${before}，之后 ${after}。${hold}`,
        `Conversion is falling: ${before} before ${split}, ${after} since.${hold}`,
      )
    : in2(
        say,
        `转化率没有下降：${split} 之前 ${before}，之后 ${after}。`,
        `Conversion does not fall: ${before} before ${split}, ${after} since.`,
      )
})

export const OPERATING = { gmv, goals, planner, scorecard, chain, drivers, watch }
