// Who is won, who brings others, who belongs to the brand and what was tried, in a sentence each.
import type { AddsAnswer } from '../adds/shape.ts'
import type { Readout } from '../experiments/shape.ts'
import type { FissionAnswer } from '../fission/shape.ts'
import type { NpsOverTime } from '../nps/shape.ts'
import type { OutlayAnswer } from '../outlay/shape.ts'
import type { OwnershipAnswer } from '../ownership/shape.ts'
import type { SuperUsers } from '../super-users/shape.ts'
import { in2, type Saying, telling, write } from './saying.ts'

const fission = telling<string, FissionAnswer>(({ k, fission_rate }, _, say) => {
  const { newcomers, seeds, rate } = fission_rate
  const brought = in2(
    say,
    `${write(say, seeds)} 位种子客户带来 ${write(say, newcomers)} 位新客，裂变率 ${write(say, rate, 'share')}`,
    `${write(say, seeds)} seeds brought ${write(say, newcomers)} newcomers, a fission rate of ${write(say, rate, 'share')}`,
  )
  if (!k) return in2(say, `${brought}。`, `${brought}.`)
  const [value, low, high] = [k.k, k.interval.low, k.interval.high].map((n) =>
    write(say, n, 'ratio'),
  )
  return in2(
    say,
    `${brought}；K 值 ${value}（区间 ${low} 至 ${high}）。`,
    `${brought}; K is ${value} (between ${low} and ${high}).`,
  )
})

const adds = telling<string, AddsAnswer>(({ all }, _, say) => {
  const added = in2(
    say,
    `新增好友 ${write(say, all.adds)} 位`,
    `${write(say, all.adds)} contacts added`,
  )
  if (all.acceptance === null) return in2(say, `${added}。`, `${added}.`)
  const [share, low, high] = [all.acceptance, all.low, all.high].map((n) => write(say, n, 'share'))
  return in2(
    say,
    `${added}；发出 ${write(say, all.asked)} 次好友申请，通过率 ${share}（区间 ${low} 至 ${high}）。`,
    `${added}; ${write(say, all.asked)} were asked, ${share} accepted (between ${low} and ${high}).`,
  )
})

const outlay = telling<string, OutlayAnswer>(({ all }, _, say) =>
  in2(
    say,
    `投入 ${write(say, all.input_fen, 'fen')}，毛利 ${write(say, all.margin_fen, 'fen')}，利润 ${write(say, all.profit_fen, 'fen')}，ROI ${write(say, all.roi, 'ratio')}。`,
    `Put in ${write(say, all.input_fen, 'fen')}, margin ${write(say, all.margin_fen, 'fen')}, profit ${write(say, all.profit_fen, 'fen')}, ROI ${write(say, all.roi, 'ratio')}.`,
  ),
)

const superUsers = telling<string, SuperUsers>(
  ({ counts, performance: { super_fen, super_share } }, _, say) =>
    in2(
      say,
      `${write(say, counts.super ?? 0)} 位超级用户、${write(say, counts.candidate ?? 0)} 位候选；超级用户消费 ${write(say, super_fen, 'fen')}，占业绩 ${write(say, super_share, 'share')}。`,
      `${write(say, counts.super ?? 0)} super users and ${write(say, counts.candidate ?? 0)} candidates; super users spent ${write(say, super_fen, 'fen')}, ${write(say, super_share, 'share')} of all.`,
    ),
)

const ownership = telling<string, OwnershipAnswer>(({ levels, promotions, date }, _, say) => {
  const owned = levels.find(({ level }) => level === 'owned')
  const [now, before, up, down] = [
    owned?.now ?? 0,
    owned?.before ?? 0,
    promotions.customers,
    promotions.demotions,
  ].map((n) => write(say, n))
  return in2(
    say,
    `${date} 有产权的客户 ${now} 位（期初 ${before} 位）；期间 ${up} 位升级，${down} 位降级。`,
    `On ${date} ${now} customers are owned (${before} at first); ${up} moved up, ${down} down.`,
  )
})

const nps = telling<string, NpsOverTime>(({ total, change, unreadable }, _, say) => {
  if (!total)
    return in2(
      say,
      `0 份有效回答，${write(say, unreadable)} 份无法识别。`,
      `0 answers; ${write(say, unreadable)} could not be read.`,
    )
  const [score, low, high] = [total.score, total.interval.low, total.interval.high].map((n) =>
    n.toFixed(1),
  )
  const told = in2(
    say,
    `NPS ${score}（区间 ${low} 至 ${high}，${write(say, total.n)} 份回答）：推荐 ${write(say, total.promoters)}、中立 ${write(say, total.passives)}、贬损 ${write(say, total.detractors)}`,
    `NPS ${score} (between ${low} and ${high}, ${write(say, total.n)} answers): ${write(say, total.promoters)} promoters, ${write(say, total.passives)} passives, ${write(say, total.detractors)} detractors`,
  )
  if (!change) return in2(say, `${told}。`, `${told}.`)
  const by = `${change.change >= 0 ? '+' : ''}${change.change.toFixed(1)}`
  return in2(
    say,
    `${told}；较上一期 ${by}${change.significant ? '（显著）' : '（不显著）'}。`,
    `${told}; ${by} on the wave before${change.significant ? '' : ' (not significant)'}.`,
  )
})

const CONCLUSIONS: Record<Readout['conclusion'], readonly [zh: string, en: string]> = {
  not_started: ['还没有开始', 'it has not begun'],
  nobody_measured: ['还没有可以衡量的客户', 'nobody can be measured yet'],
  blocked: ['分流不对，不能下结论', 'no verdict: customers did not fall as planned'],
  no_variance: ['大家都一样，没有可比的', 'all are alike'],
  undecided: ['还不能说有差别', 'no difference can be told yet'],
  decided: ['差别成立', 'there is a difference'],
}
const armsOf = ({ arms }: Readout, say: Saying) =>
  arms
    .map(
      ({ code, n, mean }) =>
        `${code} ${write(say, mean, 'ratio')}${in2(say, `（${write(say, n)} 位）`, ` (${write(say, n)})`)}`,
    )
    .join(in2(say, '、', ', '))

const experiments = telling<string, Readout>((readout, _, say) => {
  const { experiment, conclusion } = readout
  const said = in2(say, ...CONCLUSIONS[conclusion])
  return in2(
    say,
    `${experiment.name}：${said}。每位客户的平均结果：${armsOf(readout, say)}。`,
    `${experiment.name}: ${said}. Mean outcome a customer: ${armsOf(readout, say)}.`,
  )
})

export const GROWTH = {
  ...{ fission, adds, outlay, ownership, nps, experiments },
  super_users: superUsers,
}
