import { useTexts } from '../../i18n/texts.ts'
import { type Analysis, AnalysisPage, type Vocabulary } from '../AnalysisPage.tsx'
import type { Example } from '../AnswerPanel.tsx'
import { askPaths, type PathsAnswer, type PathsQuestion } from '../api.ts'
import { wayOf } from '../examples.ts'
import { blankPaths, type PathsDraft, pathsQuestion, readPaths } from './draft.ts'
import { PathsAnswerView } from './PathsAnswerView.tsx'
import { PathsQuestionFields } from './PathsQuestion.tsx'

export const pathsAnalysis: Analysis<PathsDraft, PathsQuestion, PathsAnswer> = {
  code: 'paths',
  since: 'last_30',
  read: readPaths,
  question: pathsQuestion,
  ask: askPaths,
  Fields: PathsQuestionFields,
  useExamples,
  Answer: PathsAnswerView,
}

export function PathsPage() {
  return <AnalysisPage {...pathsAnalysis} />
}

function useExamples({ query, choices, labels }: Vocabulary): Example<PathsDraft>[] | undefined {
  const t = useTexts()
  if (!query.data) return undefined
  const [first, second] = choices.events.map(({ value }) => value)
  if (first === undefined) return []
  const way = wayOf(choices.events)
  const look = way.look ?? way.arrive ?? first
  const buy = way.pay ?? way.order ?? second ?? first
  return [
    {
      title: t('paths_example.after'),
      words: labels.event(look),
      draft: blankPaths(look),
    },
    {
      title: t('paths_example.before'),
      words: labels.event(buy),
      draft: {
        ...blankPaths(buy),
        direction: 'back',
        reach: 'window',
        window: { n: 3, unit: 'day' },
      },
    },
    {
      title: t('paths_example.visit'),
      words: t('paths_from.visit_forward'),
      draft: { ...blankPaths(), from: 'visit' },
    },
  ]
}
