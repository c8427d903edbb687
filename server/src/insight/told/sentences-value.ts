// What customers bring and cost, in a sentence each.
import type { AttributionAnswer, AttributionQuestion } from '../attribution/shape.ts'
import type { Segment } from '../calc/rfm.ts'
import type { OutlookAnswer } from '../clv/shape.ts'
import type { AcquisitionAnswer } from '../cohorts/acquisition-shape.ts'
import type { RfmAnswer } from '../cohorts/rfm.ts'
import type {
  ConcentrationAnswer,
  FirstOrderAnswer,
  FirstOrderQuestion,
  RepurchaseAnswer,
  RepurchaseQuestion,
} from '../cohorts/shape.ts'
import { in2, largest, telling, write } from './saying.ts'

const attribution = telling<string, AttributionAnswer, AttributionQuestion>(
  (answer, { touch, value }, say) => {
    const unit = value === 'event.revenue_fen' ? 'fen' : 'ratio'
    const whole = in2(
      say,
      `${write(say, answer.conversions)} 次转化共 ${write(say, answer.value, unit)}，其中 ${write(say, answer.untouched.conversions)} 次之前没有触点`,
      `${write(say, answer.conversions)} conversions worth ${write(say, answer.value, unit)}, ${write(say, answer.untouched.conversions)} of them without a touch before`,
    )
    const best = largest(answer.values, ({ credits }) => credits.linear?.conversions ?? 0)
    if (!best) return in2(say, `${whole}。`, `${whole}.`)
    const name = best.value === null ? in2(say, '其他', 'others') : say.value(touch.by, best.value)
    const credit = write(say, best.credits.linear?.conversions ?? null, 'ratio')
    return in2(
      say,
      `${whole}；线性归因下功劳最大的是 ${name}（${credit} 次）。`,
      `${whole}; by the linear model most is owed to ${name} (${credit}).`,
    )
  },
)

const firstOrder = telling<string, FirstOrderAnswer, FirstOrderQuestion>(
  ({ all }, { hours }, say) =>
    in2(
      say,
      `新增 ${write(say, all.added)} 位客户，${hours} 小时首单转化率 ${write(say, all.rate, 'share')}（${write(say, all.converted)} 位），每首单补贴 ${write(say, all.subsidy_fen, 'fen')}。`,
      `${write(say, all.added)} customers added; within ${hours} hours ${write(say, all.rate, 'share')} ordered first (${write(say, all.converted)}), at a subsidy of ${write(say, all.subsidy_fen, 'fen')} each.`,
    ),
)

const repurchase = telling<string, RepurchaseAnswer, RepurchaseQuestion>(
  ({ twice, window }, { days }, say) => {
    const all = in2(
      say,
      `${write(say, twice.buyers)} 位买家里 ${write(say, twice.rate, 'share')} 至少下单两次`,
      `Of ${write(say, twice.buyers)} buyers ${write(say, twice.rate, 'share')} ordered at least twice`,
    )
    if (window.rate === null) return in2(say, `${all}。`, `${all}.`)
    const [rate, again, first] = [
      write(say, window.rate, 'share'),
      write(say, window.again),
      write(say, window.buyers),
    ]
    return in2(
      say,
      `${all}；首单后 ${days} 天复购率 ${rate}（${again} / ${first}）。`,
      `${all}; within ${days} days of the first order ${rate} did (${again} of ${first}).`,
    )
  },
)

const SEGMENTS: Record<Segment, readonly [zh: string, en: string]> = {
  champions: ['重要价值', 'champions'],
  develop: ['重要发展', 'to be developed'],
  keep: ['重要保持', 'to be kept'],
  win_back: ['重要挽留', 'to be won back'],
  regulars: ['一般价值', 'regulars'],
  newcomers: ['一般发展', 'newcomers'],
  drifting: ['一般保持', 'drifting'],
  hibernating: ['一般挽留', 'hibernating'],
}

const rfm = telling<string, RfmAnswer>(({ segments }, _, say) => {
  const buyers = write(
    say,
    segments.reduce((sum, { customers }) => sum + customers, 0),
  )
  const most = largest(segments, ({ customers }) => customers)
  const richest = largest(segments, ({ fen }) => fen)
  if (!most || !richest) return in2(say, `${buyers} 位买家。`, `${buyers} buyers.`)
  const name = (segment: Segment) => in2(say, ...SEGMENTS[segment])
  return in2(
    say,
    `${buyers} 位买家；人数最多的是「${name(most.segment)}」（${write(say, most.customers)} 位），消费最多的是「${name(richest.segment)}」（${write(say, richest.fen, 'fen')}）。`,
    `${buyers} buyers; most are ${name(most.segment)} (${write(say, most.customers)}), most is spent by ${name(richest.segment)} (${write(say, richest.fen, 'fen')}).`,
  )
})

const concentration = telling<string, ConcentrationAnswer>(
  ({ customers, zeros, fewest, gini }, _, say) => {
    const all = in2(
      say,
      `${write(say, customers)} 位客户，其中 ${write(say, zeros)} 位贡献为 0`,
      `${write(say, customers)} customers, ${write(say, zeros)} of them with nothing`,
    )
    if (!fewest) return in2(say, `${all}。`, `${all}.`)
    const [few, part, share] = [
      write(say, fewest.customers),
      write(say, fewest.of_all, 'share'),
      write(say, fewest.share, 'share'),
    ]
    return in2(
      say,
      `${all}；最少 ${few} 位（${part}）贡献了 ${share}，基尼系数 ${write(say, gini, 'ratio')}。`,
      `${all}; as few as ${few} (${part}) bring ${share}; Gini ${write(say, gini, 'ratio')}.`,
    )
  },
)

const acquisition = telling<string, AcquisitionAnswer>(({ all }, _, say) =>
  in2(
    say,
    `新增 ${write(say, all.customers)} 位客户，获客成本 ${write(say, all.cost_fen, 'fen')}，每位 ${write(say, all.per_customer_fen, 'fen')}；其中 ${write(say, all.buyers)} 位购买，每位买家 ${write(say, all.cac_fen, 'fen')}。`,
    `${write(say, all.customers)} customers won for ${write(say, all.cost_fen, 'fen')}, ${write(say, all.per_customer_fen, 'fen')} each; ${write(say, all.buyers)} of them bought, ${write(say, all.cac_fen, 'fen')} a buyer.`,
  ),
)

const clv = telling<string, OutlookAnswer>(({ buyers, alive, horizons }, _, say) => {
  const all = in2(
    say,
    `${write(say, buyers)} 位买家，预计其中 ${write(say, Math.round(alive))} 位仍是客户`,
    `${write(say, buyers)} buyers, ${write(say, Math.round(alive))} of them expected to be customers still`,
  )
  const year = horizons.at(-1)
  if (!year) return in2(say, `${all}。`, `${all}.`)
  const [orders, worth] = [
    write(say, Math.round(year.orders)),
    write(say, year.value_fen === null ? null : Math.round(year.value_fen), 'fen'),
  ]
  return in2(
    say,
    `${all}；未来 ${year.days} 天预计 ${orders} 单、${worth}。`,
    `${all}; in the next ${year.days} days ${orders} orders worth ${worth} are expected.`,
  )
})

export const VALUE = {
  ...{ attribution, repurchase, rfm, concentration, acquisition, clv },
  first_order: firstOrder,
}
