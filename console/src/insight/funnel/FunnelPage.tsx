import { eventText, FIELD } from '../../audiences/say.ts'
import { useVocabulary } from '../../audiences/vocabulary.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useDays } from '../../shell/days.ts'
import { AnswerPanel, type Example } from '../AnswerPanel.tsx'
import { askFunnel } from '../api.ts'
import { useAsked } from '../asked.ts'
import { stepsOf, tellingAttribute, wayOf } from '../examples.ts'
import { InsightPage } from '../InsightPage.tsx'
import { blankFunnel, type FunnelDraft, funnelQuestion, readFunnel } from './draft.ts'
import { FunnelAnswerView } from './FunnelAnswerView.tsx'
import { FunnelQuestionFields } from './FunnelQuestion.tsx'

export function FunnelPage() {
  const { days } = useDays('last_30')
  const vocabulary = useVocabulary()
  const [draft, put] = useAsked(readFunnel)
  const examples = useExamples(vocabulary)
  const names = draft.steps.map((step) => eventText(step, vocabulary.sayer))
  return (
    <InsightPage
      analysis="funnel"
      vocabulary={vocabulary}
      question={<FunnelQuestionFields draft={draft} onChange={put} />}
    >
      <AnswerPanel
        analysis="funnel"
        question={funnelQuestion(draft, days)}
        ask={askFunnel}
        examples={examples}
        onExample={put}
      >
        {(answer, question) => (
          <FunnelAnswerView
            answer={answer}
            question={question}
            names={names}
            breakdown={draft.breakdown}
            days={`${days.from} – ${days.to}`}
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
}: ReturnType<typeof useVocabulary>): Example<FunnelDraft>[] | undefined {
  const t = useTexts()
  if (!query.data) return undefined
  const steps = stepsOf(choices.events)
  const first = steps[0]
  const last = steps.at(-1)
  if (first === undefined || last === undefined) return []
  const way = wayOf(choices.events)
  const called = (events: readonly string[]) => events.map(labels.event).join(' → ')
  const attribute = tellingAttribute(choices.attributes)
  const near = [way.look ?? way.arrive ?? first, last]
  return [
    {
      title: t('insight_example.funnel_whole'),
      words: called(steps),
      draft: blankFunnel(steps),
    },
    {
      title: t('insight_example.funnel_day'),
      words: called(near),
      draft: { ...blankFunnel(near), window: { n: 1, unit: 'day' } },
    },
    {
      title: attribute
        ? t('insight_example.funnel_by', { attribute: attribute.label })
        : t('insight_example.funnel_platform'),
      words: called([first, last]),
      draft: {
        ...blankFunnel([first, last]),
        breakdown: attribute
          ? { type: 'customer', by: attribute.value, limit: 6 }
          : { type: 'event', by: `${FIELD}platform`, attribution: 'first', limit: 6 },
      },
    },
  ]
}
