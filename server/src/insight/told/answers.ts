// Answers of analyses in words and figures, for who reads them in a mail or a chat. An analysis without
// a teller here is named and linked, never told wrongly.
import type { FirstOrderAnswer, RepurchaseAnswer } from '../cohorts/shape.ts'
import type { FunnelAnswer, FunnelQuestion } from '../funnel/shape.ts'
import type { Unit } from '../metric/metric.ts'
import type { LifecycleAnswer, RetentionAnswer, StickinessAnswer } from '../retention/shape.ts'
import type { SessionsAnswer } from '../sessions/shape.ts'
import type { TrendsAnswer, TrendsQuestion } from '../trends/shape.ts'
import { figureText } from '../watch/words.ts'
import { type Block, type Tongue, tableOf } from './told.ts'

export interface Saying {
  tongue: Tongue
  currency: string
  /** What the brand calls an event. */
  event: (name: string) => string
}
type Teller = (answer: object, question: object, say: Saying) => Block[]

/** What is asked and answered has been read with the analysis' own schemas. */
const teller =
  <Answer, Question = unknown>(
    tell: (answer: Answer, question: Question, say: Saying) => Block[],
  ): Teller =>
  (answer, question, say) =>
    tell(answer as Answer, question as Question, say)

const in2 = ({ tongue }: Saying, zh: string, en: string) => (tongue === 'en' ? en : zh)
const words = (title: string) => ({ title, isNumber: false })
const number = (title: string) => ({ title, isNumber: true })
const write = (say: Saying, value: number | null, unit: Unit = 'count') =>
  figureText(value, unit, say.currency, say.tongue)
const MOST_SERIES = 6

type Pattern = TrendsQuestion['series'][number]['of']
const named = (pattern: Pattern, say: Saying) =>
  pattern.any_of.map(({ event }) => say.event(event)).join(in2(say, ' 或 ', ' or '))

const trends = teller<TrendsAnswer, TrendsQuestion>((answer, question, say) => {
  const unitOf = (of: number): Unit => {
    const measure = question.series[of]?.measure
    if (measure === undefined) return 'ratio'
    if ('property' in measure && measure.kind !== 'distinct')
      return measure.property === 'event.revenue_fen' ? 'fen' : 'ratio'
    return measure.kind === 'per_customer' ? 'ratio' : 'count'
  }
  const nameOf = ({ of, name, value, is_other }: TrendsAnswer['series'][number]) => {
    const series = question.series[of]
    const whole = series && !series.name ? named(series.of, say) : name
    if (is_other) return `${whole} · ${in2(say, '其他', 'other')}`
    return question.breakdown ? `${whole} · ${value ?? in2(say, '无', 'none')}` : whole
  }
  const formulas = answer.series.filter(({ of }) => of >= question.series.length)
  const drawn = (formulas.length > 0 ? formulas : answer.series).slice(0, MOST_SERIES)
  const labels = answer.periods.map((start) => start.slice(0, 16).replace('T', ' '))
  return [
    {
      title: '',
      drawing: {
        ...{ kind: 'line', unit: unitOf(drawn[0]?.of ?? 0), labels },
        series: drawn.map((line) => ({ name: nameOf(line), values: line.values })),
        unfinished: answer.periods.length - answer.complete,
      },
      table: tableOf(
        [
          words(in2(say, '周期', 'Period')),
          ...answer.series.slice(0, MOST_SERIES).map((line) => number(nameOf(line))),
        ],
        [
          [
            in2(say, '合计', 'Whole range'),
            ...answer.series.map(({ total, of }) => write(say, total, unitOf(of))),
          ],
          ...answer.periods
            .map((_, at) => [
              labels[at] ?? '',
              ...answer.series.map(({ values, of }) => write(say, values[at] ?? null, unitOf(of))),
            ])
            .reverse(),
        ],
      ),
    },
  ]
})

const funnel = teller<FunnelAnswer, FunnelQuestion>(({ steps }, question, say) => {
  const names = question.steps.map((step, at) => `${at + 1}. ${named(step, say)}`)
  const last = steps.at(-1)
  return [
    {
      title: '',
      words: last?.of_first
        ? [
            in2(
              say,
              `总转化率 ${write(say, last.of_first.share, 'share')}（${write(say, steps[0]?.count ?? 0)} 人进入，${write(say, last.count)} 人走完）`,
              `Conversion ${write(say, last.of_first.share, 'share')} (${write(say, steps[0]?.count ?? 0)} entered, ${write(say, last.count)} came through)`,
            ),
          ]
        : [],
      drawing: {
        ...{ kind: 'bar', unit: 'count', labels: names },
        series: [
          { name: in2(say, '客户数', 'Customers'), values: steps.map(({ count }) => count) },
        ],
      },
      table: tableOf(
        [
          words(in2(say, '步骤', 'Step')),
          number(in2(say, '客户数', 'Customers')),
          number(in2(say, '占首步', 'Of the first')),
          number(in2(say, '占上一步', 'Of the one before')),
        ],
        steps.map((step, at) => [
          names[at] ?? '',
          write(say, step.count),
          write(say, step.of_first?.share ?? null, 'share'),
          write(say, step.of_before?.share ?? null, 'share'),
        ]),
      ),
    },
  ]
})

const AFTERS = 6
const retention = teller<RetentionAnswer>(({ cohorts }, _, say) => {
  const most = Math.min(AFTERS, ...[Math.max(...cohorts.map(({ values }) => values.length), 1)])
  const afters = Array.from({ length: most - 1 }, (_, at) => at + 1)
  const share = (after: number) => {
    const over = cohorts.filter(({ complete }) => complete > after)
    const size = over.reduce((sum, { values }) => sum + (values[0] ?? 0), 0)
    return size > 0 ? over.reduce((sum, { values }) => sum + (values[after] ?? 0), 0) / size : null
  }
  const after = (n: number) => in2(say, `第 ${n} 期`, `After ${n}`)
  return [
    {
      title: '',
      drawing: {
        ...{ kind: 'line', unit: 'share', labels: [after(0), ...afters.map(after)] },
        series: [
          { name: in2(say, '加权平均', 'Weighted average'), values: [1, ...afters.map(share)] },
        ],
      },
      table: tableOf(
        [
          words(in2(say, '群组', 'Cohort')),
          number(in2(say, '人数', 'Size')),
          ...afters.map((n) => number(after(n))),
        ],
        cohorts
          .map(({ start, size, values }) => [
            start,
            write(say, size),
            ...afters.map((n) =>
              values[n] === undefined || !values[0]
                ? '—'
                : write(say, values[n] / values[0], 'share'),
            ),
          ])
          .reverse(),
      ),
    },
  ]
})

const lifecycle = teller<LifecycleAnswer>(({ periods }, _, say) => {
  const kinds = [
    ['new', in2(say, '新增', 'New')],
    ['returning', in2(say, '留存', 'Returning')],
    ['resurrecting', in2(say, '回流', 'Resurrecting')],
    ['dormant', in2(say, '沉默', 'Dormant')],
  ] as const
  return [
    {
      title: '',
      drawing: {
        ...{ kind: 'line', unit: 'count', labels: periods.map(({ start }) => start) },
        series: kinds.map(([key, name]) => ({ name, values: periods.map((one) => one[key]) })),
      },
      table: tableOf(
        [words(in2(say, '周期', 'Period')), ...kinds.map(([, name]) => number(name))],
        periods.map((one) => [one.start, ...kinds.map(([key]) => write(say, one[key]))]).reverse(),
      ),
    },
  ]
})

const stickiness = teller<StickinessAnswer>((answer, _, say) => [
  {
    title: '',
    tiles: [
      { name: in2(say, '活跃客户', 'Active customers'), value: write(say, answer.customers) },
      {
        name: in2(say, '平均粘性', 'Average stickiness'),
        value: write(say, answer.average_share, 'share'),
      },
    ],
    drawing: {
      ...{ kind: 'bar', unit: 'count', labels: answer.counts.map((_, at) => `${at + 1}`) },
      series: [{ name: in2(say, '客户数', 'Customers'), values: answer.counts }],
    },
  },
])

const sessions = teller<SessionsAnswer>((answer, _, say) => [
  {
    title: '',
    tiles: [
      { name: in2(say, '访问次数', 'Visits'), value: write(say, answer.visits) },
      { name: in2(say, '访客', 'Customers'), value: write(say, answer.customers) },
      {
        name: in2(say, '跳出率', 'Bounced'),
        value: write(say, answer.visits > 0 ? answer.bounced / answer.visits : null, 'share'),
      },
    ],
    drawing: {
      ...{ kind: 'line', unit: 'count', labels: answer.periods.map(({ start }) => start) },
      series: [
        { name: in2(say, '访问次数', 'Visits'), values: answer.periods.map((one) => one.visits) },
      ],
      unfinished: answer.periods.length - answer.complete,
    },
  },
])

const repurchase = teller<RepurchaseAnswer>((answer, _, say) => {
  const rows: [string, number | null, number, number][] = [
    [
      in2(say, '多次下单买家占比', 'Buyers with two orders'),
      answer.twice.rate,
      answer.twice.again,
      answer.twice.buyers,
    ],
    [
      in2(say, '复购订单占比', 'Orders that are no first'),
      answer.orders.rate,
      answer.orders.orders - answer.orders.first,
      answer.orders.orders,
    ],
    [
      in2(say, '老客买家占比', 'Buyers who had bought before'),
      answer.split.rate,
      answer.split.old.buyers,
      answer.split.old.buyers + answer.split.new.buyers,
    ],
    [
      in2(say, '首单后复购率', 'Again within the days'),
      answer.window.rate,
      answer.window.again,
      answer.window.buyers,
    ],
  ]
  return [
    {
      title: '',
      tiles: rows.map(([name, share]) => ({ name, value: write(say, share, 'share') })),
      table: tableOf(
        [
          words(in2(say, '口径', 'Calibre')),
          number(in2(say, '复购率', 'Rate')),
          number(in2(say, '分子', 'Of them')),
          number(in2(say, '分母', 'All')),
        ],
        rows.map(([name, share, part, all]) => [
          ...[name, write(say, share, 'share'), write(say, part), write(say, all)],
        ]),
      ),
    },
  ]
})

const firstOrder = teller<FirstOrderAnswer>(({ all, values }, _, say) => [
  {
    title: '',
    tiles: [
      { name: in2(say, '新增', 'Added'), value: write(say, all.added) },
      {
        name: in2(say, '首单转化率', 'First-order conversion'),
        value: write(say, all.rate, 'share'),
      },
      {
        name: in2(say, '每首单补贴', 'Subsidy per first order'),
        value: write(say, all.subsidy_fen, 'fen'),
      },
    ],
    table: tableOf(
      [
        words(in2(say, '来源', 'Source')),
        number(in2(say, '新增', 'Added')),
        number(in2(say, '首单', 'Converted')),
        number(in2(say, '转化率', 'Rate')),
      ],
      values.map((one) => [
        one.is_other ? in2(say, '其他', 'Other') : (one.value ?? in2(say, '无', 'None')),
        ...[write(say, one.added), write(say, one.converted), write(say, one.rate, 'share')],
      ]),
    ),
  },
])

const TELLERS: Readonly<Record<string, Teller>> = {
  ...{ trends, funnel, retention, lifecycle, stickiness, sessions, repurchase },
  first_order: firstOrder,
}

/** @returns undefined for what is shown on its page only */
export const tellAnswer = (
  analysis: string,
  answer: object,
  question: object,
  say: Saying,
): Block[] | undefined =>
  Object.hasOwn(TELLERS, analysis) ? TELLERS[analysis]?.(answer, question, say) : undefined
