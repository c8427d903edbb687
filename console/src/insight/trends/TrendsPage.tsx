import { useTexts } from '../../i18n/texts.ts'
import { type Analysis, AnalysisPage, type Vocabulary } from '../AnalysisPage.tsx'
import type { Example } from '../AnswerPanel.tsx'
import { askTrends, type TrendsAnswer, type TrendsQuestion } from '../api.ts'
import { wayOf } from '../examples.ts'
import {
  askedSeries,
  blankTrends,
  MONEY,
  readTrends,
  type TrendsDraft,
  trendsQuestion,
} from './draft.ts'
import { TrendsAnswerView } from './TrendsAnswerView.tsx'
import { TrendsQuestionFields } from './TrendsQuestion.tsx'

export const trendsAnalysis: Analysis<TrendsDraft, TrendsQuestion, TrendsAnswer> = {
  code: 'trends',
  since: 'last_30',
  read: readTrends,
  question: trendsQuestion,
  ask: askTrends,
  Fields: TrendsQuestionFields,
  useExamples,
  Answer: ({ onChange, ...shown }) => (
    <TrendsAnswerView {...shown} onKind={(kind) => onChange({ ...shown.draft, kind })} />
  ),
}

export function TrendsPage() {
  return <AnalysisPage {...trendsAnalysis} />
}

function useExamples({ query, choices, labels }: Vocabulary): Example<TrendsDraft>[] | undefined {
  const t = useTexts()
  if (!query.data) return undefined
  const [first, second] = choices.events.map(({ value }) => value)
  if (first === undefined) return []
  const way = wayOf(choices.events)
  const come = way.arrive ?? way.look ?? first
  const look = way.look ?? way.arrive ?? first
  const buy = way.pay ?? way.order ?? second ?? first
  const isPaid = way.pay !== undefined
  return [
    {
      title: t('insight_example.trends_people'),
      words: [...new Set([come, buy])].map(labels.event).join(' · '),
      draft: blankTrends([...new Set([come, buy])].map((event) => askedSeries(event))),
    },
    {
      title: t(isPaid ? 'insight_example.trends_revenue' : 'insight_example.trends_often'),
      words: labels.event(buy),
      draft: {
        ...blankTrends([
          isPaid ? askedSeries(buy, 'sum', MONEY) : askedSeries(buy, 'per_customer'),
        ]),
        compare: 'previous',
      },
    },
    ...(look === buy
      ? []
      : [
          {
            title: t('insight_example.trends_rate'),
            words: `${labels.event(buy)} ÷ ${labels.event(look)}`,
            draft: {
              ...blankTrends([askedSeries(look), askedSeries(buy)]),
              formulas: ['B / A * 100'],
            },
          },
        ]),
  ]
}
