import { useVocabulary } from '../../audiences/vocabulary.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useDays } from '../../shell/days.ts'
import { AnswerPanel, type Example } from '../AnswerPanel.tsx'
import { askTrends } from '../api.ts'
import { useAsked } from '../asked.ts'
import { wayOf } from '../examples.ts'
import { InsightPage } from '../InsightPage.tsx'
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

export function TrendsPage() {
  const { days } = useDays('last_30')
  const vocabulary = useVocabulary()
  const [draft, put] = useAsked(readTrends)
  const examples = useExamples(vocabulary)
  return (
    <InsightPage
      analysis="trends"
      vocabulary={vocabulary}
      question={<TrendsQuestionFields draft={draft} onChange={put} />}
    >
      <AnswerPanel
        analysis="trends"
        question={trendsQuestion(draft, days)}
        ask={askTrends}
        examples={examples}
        onExample={put}
      >
        {(answer, question) => (
          <TrendsAnswerView
            answer={answer}
            question={question}
            draft={draft}
            onKind={(kind) => put({ ...draft, kind })}
          />
        )}
      </AnswerPanel>
    </InsightPage>
  )
}

function useExamples({
  query,
  choices,
  labels,
}: ReturnType<typeof useVocabulary>): Example<TrendsDraft>[] | undefined {
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
      words: `${labels.event(come)} · ${labels.event(buy)}`,
      draft: blankTrends([askedSeries(come), askedSeries(buy)]),
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
    {
      title: t('insight_example.trends_rate'),
      words: `${labels.event(buy)} ÷ ${labels.event(look)}`,
      draft: {
        ...blankTrends([askedSeries(look), askedSeries(buy)]),
        formulas: ['B / A * 100'],
      },
    },
  ]
}
