import { useBuilding } from '../../audiences/building.tsx'
import { eventText, FIELD } from '../../audiences/say.ts'
import { useTexts } from '../../i18n/texts.ts'
import { type Analysis, AnalysisPage, type Answer, type Vocabulary } from '../AnalysisPage.tsx'
import type { Example } from '../AnswerPanel.tsx'
import { askFunnel, type FunnelAnswer, type FunnelQuestion } from '../api.ts'
import { stepsOf, tellingAttribute, wayOf } from '../examples.ts'
import { blankFunnel, type FunnelDraft, funnelQuestion, readFunnel } from './draft.ts'
import { FunnelAnswerView } from './FunnelAnswerView.tsx'
import { FunnelQuestionFields } from './FunnelQuestion.tsx'

export const funnelAnalysis: Analysis<FunnelDraft, FunnelQuestion, FunnelAnswer> = {
  code: 'funnel',
  since: 'last_30',
  read: readFunnel,
  question: funnelQuestion,
  ask: askFunnel,
  Fields: FunnelQuestionFields,
  useExamples,
  Answer: Answered,
}

export function FunnelPage() {
  return <AnalysisPage {...funnelAnalysis} />
}

function Answered(props: Answer<FunnelDraft, FunnelQuestion, FunnelAnswer>) {
  const { sayer } = useBuilding()
  const { answer, question, draft, days } = props
  return (
    <FunnelAnswerView
      answer={answer}
      question={question}
      names={draft.steps.map((step) => eventText(step, sayer))}
      breakdown={draft.breakdown}
      days={`${days.from} – ${days.to}`}
    />
  )
}

function useExamples({ query, choices, labels }: Vocabulary): Example<FunnelDraft>[] | undefined {
  const t = useTexts()
  if (!query.data) return undefined
  const steps = stepsOf(choices.events)
  const first = steps[0]
  const last = steps.at(-1)
  if (first === undefined || last === undefined) return []
  const way = wayOf(choices.events)
  const called = (events: readonly string[]) => events.map(labels.event).join(' → ')
  const attribute = tellingAttribute(choices.attributes)
  const look = way.look ?? way.arrive
  const near = look === undefined || look === last ? undefined : [look, last]
  return [
    {
      title: t('insight_example.funnel_whole'),
      words: called(steps),
      draft: blankFunnel(steps),
    },
    ...(near
      ? [
          {
            title: t('insight_example.funnel_day'),
            words: called(near),
            draft: { ...blankFunnel(near), window: { n: 1, unit: 'day' as const } },
          },
        ]
      : []),
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
