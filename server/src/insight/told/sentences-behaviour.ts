// What customers do, in a sentence each.
import type { DistributionAnswer, DistributionQuestion } from '../distribution/shape.ts'
import type { FunnelAnswer } from '../funnel/shape.ts'
import type { IntervalAnswer } from '../interval/shape.ts'
import type { Unit } from '../metric/metric.ts'
import type { PathNode, PathsAnswer, PathsQuestion } from '../paths/shape.ts'
import type { LifecycleAnswer, RetentionAnswer, StickinessAnswer } from '../retention/shape.ts'
import type { SessionsAnswer } from '../sessions/shape.ts'
import type { TrendsAnswer, TrendsQuestion } from '../trends/shape.ts'
import { lineNames, retainedAfter, unitOfSeries } from './lines.ts'
import { duration, in2, largest, named, type Saying, telling, write } from './saying.ts'

const trends = telling<string, TrendsAnswer, TrendsQuestion>((answer, question, say) => {
  const [first] = answer.series
  if (!first) return in2(say, '共 0 条数据。', '0 series.')
  const unit = unitOfSeries(question, first.of)
  const name = lineNames(question, say)(first)
  const [at, before] = [answer.complete - 1, answer.complete - 2]
  const of = (period: number) => write(say, first.values[period] ?? null, unit)
  const lately =
    at < 0
      ? ''
      : in2(
          say,
          `；最近完整的一期 ${day(answer.periods[at])} 为 ${of(at)}，前一期 ${of(before)}`,
          `; in the last whole period, ${day(answer.periods[at])}, ${of(at)}, in the one before ${of(before)}`,
        )
  const total = write(say, first.total, unit)
  return in2(say, `${name}：合计 ${total}${lately}。`, `${name}: ${total} in all${lately}.`)
})
const day = (start: string | undefined) => (start ?? '').slice(0, 16).replace('T', ' ')

const funnel = telling<string, FunnelAnswer>(({ steps }, _, say) => {
  const last = steps.at(-1)
  const [share, from, to] = [
    write(say, last?.of_first?.share ?? null, 'share'),
    write(say, steps[0]?.count ?? 0),
    write(say, last?.count ?? 0),
  ]
  return in2(
    say,
    `总转化率 ${share}：${from} 人进入，${to} 人走完。`,
    `Conversion ${share}: ${from} entered, ${to} came through.`,
  )
})

const retention = telling<string, RetentionAnswer>(({ cohorts }, _, say) => {
  const size = write(
    say,
    cohorts.reduce((sum, one) => sum + one.size, 0),
  )
  const after = write(say, retainedAfter(cohorts, 1), 'share')
  return in2(
    say,
    `${cohorts.length} 个群组共 ${size} 人，第 1 期加权平均留存 ${after}。`,
    `${cohorts.length} cohorts of ${size} customers; on average ${after} came back after 1 period.`,
  )
})

const lifecycle = telling<string, LifecycleAnswer>(({ periods }, _, say) => {
  const last = periods.at(-1)
  if (!last) return in2(say, '共 0 期。', '0 periods.')
  const of = (n: number) => write(say, n)
  return in2(
    say,
    `最近一期 ${last.start}：新增 ${of(last.new)}、留存 ${of(last.returning)}、回流 ${of(last.resurrecting)}、沉默 ${of(last.dormant)}。`,
    `In the last period, ${last.start}: ${of(last.new)} new, ${of(last.returning)} returning, ${of(last.resurrecting)} resurrecting, ${of(last.dormant)} dormant.`,
  )
})

const stickiness = telling<string, StickinessAnswer>(
  ({ customers, average_share, periods }, _, say) =>
    in2(
      say,
      `${periods} 期里有 ${write(say, customers)} 位活跃客户，平均粘性 ${write(say, average_share, 'share')}。`,
      `${write(say, customers)} customers active in ${periods} periods; average stickiness ${write(say, average_share, 'share')}.`,
    ),
)

const sessions = telling<string, SessionsAnswer>(({ visits, customers, bounced }, _, say) => {
  const left = write(say, visits > 0 ? bounced / visits : null, 'share')
  return in2(
    say,
    `${write(say, customers)} 位访客访问 ${write(say, visits)} 次，跳出率 ${left}。`,
    `${write(say, visits)} visits of ${write(say, customers)} customers; ${left} bounced.`,
  )
})

function nodeName(node: PathNode, question: PathsQuestion, say: Saying): string {
  switch (node.is) {
    case 'event':
      return say.event(node.event)
    case 'value':
      return `${say.event(node.event)} · ${node.value ?? in2(say, '无', 'none')}`
    case 'group':
      return question.groups[node.group]?.name ?? ''
    case 'other':
      return in2(say, '其他', 'other')
  }
}

const paths = telling<string, PathsAnswer, PathsQuestion>((answer, question, say) => {
  const whole = in2(
    say,
    `${write(say, answer.customers)} 位客户、${write(say, answer.visits)} 条路径`,
    `${write(say, answer.visits)} paths of ${write(say, answer.customers)} customers`,
  )
  const link = largest(
    answer.links.filter(({ step }) => step === 1),
    ({ visits }) => visits,
  )
  const from = link && answer.steps[0]?.nodes[link.from]
  const to = link && answer.steps[1]?.nodes[link.to]
  if (!from || !to) return in2(say, `${whole}，没有后续步骤。`, `${whole}; none goes on.`)
  const names = [from, to].map(({ node }) => nodeName(node, question, say))
  if (question.direction === 'back') names.reverse()
  const way = names.join(' → ')
  return in2(
    say,
    `${whole}；最常见的一步是 ${way}（${write(say, link.visits)} 次）。`,
    `${whole}; the commonest step is ${way} (${write(say, link.visits)} times).`,
  )
})

const distribution = telling<string, DistributionAnswer, DistributionQuestion>(
  ({ all: { spread } }, { of, measure }, say) => {
    const unit: Unit =
      'property' in measure && measure.property === 'event.revenue_fen' ? 'fen' : 'ratio'
    const [median, average, p90] = [spread.median, spread.average, spread.p90].map((n) =>
      write(say, n, unit),
    )
    return in2(
      say,
      `${named(of, say)}：${write(say, spread.count)} 位客户，中位数 ${median}，平均 ${average}，九成不超过 ${p90}。`,
      `${named(of, say)}: ${write(say, spread.count)} customers; median ${median}, average ${average}, nine of ten at most ${p90}.`,
    )
  },
)

const interval = telling<string, IntervalAnswer>(({ began, all }, _, say) => {
  const [median, p90] = [all.spread.median, all.spread.p90].map((n) => duration(say, n))
  return in2(
    say,
    `${write(say, began)} 位客户开始，其中 ${write(say, all.customers)} 位走到终点；用时中位数 ${median}，九成不超过 ${p90}。`,
    `${write(say, began)} customers began, ${write(say, all.customers)} of them arrived; median ${median}, nine of ten within ${p90}.`,
  )
})

export const BEHAVIOUR = {
  ...{ trends, funnel, retention, lifecycle, stickiness, sessions, paths },
  ...{ distribution, interval },
}
