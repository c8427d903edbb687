// Answers of analyses in words and figures, for who reads them in a mail or a chat: a sentence of each,
// and of some a chart and a table too.
import type { FirstOrderAnswer, RepurchaseAnswer } from '../cohorts/shape.ts'
import type { FunnelAnswer, FunnelQuestion } from '../funnel/shape.ts'
import type { LifecycleAnswer, RetentionAnswer, StickinessAnswer } from '../retention/shape.ts'
import type { SessionsAnswer } from '../sessions/shape.ts'
import type { TrendsAnswer, TrendsQuestion } from '../trends/shape.ts'
import { lineNames, retainedAfter, unitOfSeries } from './lines.ts'
import { in2, named, type Saying, type Tell, telling, write } from './saying.ts'
import { BEHAVIOUR } from './sentences-behaviour.ts'
import { GROWTH } from './sentences-growth.ts'
import { OPERATING } from './sentences-operating.ts'
import { VALUE } from './sentences-value.ts'
import { type Block, tableOf } from './told.ts'

const teller = <Answer, Question = unknown>(
  tell: (answer: Answer, question: Question, say: Saying) => Block[],
) => telling<Block[], Answer, Question>(tell)
const words = (title: string) => ({ title, isNumber: false })
const number = (title: string) => ({ title, isNumber: true })
const MOST_SERIES = 6

const trends = teller<TrendsAnswer, TrendsQuestion>((answer, question, say) => {
  const unitOf = (of: number) => unitOfSeries(question, of)
  const nameOf = lineNames(question, say)
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
  return [
    {
      title: '',
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
  const share = (after: number) => retainedAfter(cohorts, after)
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

/** Of every analysis of the register: a test goes over it. */
export const SENTENCES: Readonly<Record<string, Tell<string>>> = {
  ...{ ...BEHAVIOUR, ...VALUE, ...GROWTH, ...OPERATING },
}
const DRAWN: Readonly<Record<string, Tell<Block[]>>> = {
  ...{ trends, funnel, retention, lifecycle, stickiness, sessions, repurchase },
  first_order: firstOrder,
}

/** A sentence, and what else there is to see. */
export function tellAnswer(
  analysis: string,
  answer: object,
  question: object,
  say: Saying,
): Block[] {
  const sentence = SENTENCES[analysis]?.(answer, question, say)
  const [first, ...rest] = DRAWN[analysis]?.(answer, question, say) ?? []
  return [{ title: '', ...first, ...(sentence && { words: [sentence] }) }, ...rest]
}
