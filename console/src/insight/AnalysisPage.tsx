import type { ReactNode } from 'react'
import { useVocabulary } from '../audiences/vocabulary.ts'
import type { Days } from '../format/days.ts'
import { useLocale } from '../format/locale.tsx'
import { useNow } from '../format/now.ts'
import { dayOf } from '../format/time.ts'
import { useDays } from '../shell/days.ts'
import { AnswerPanel, type Example } from './AnswerPanel.tsx'
import { useAsked } from './asked.ts'
import { InsightPage } from './InsightPage.tsx'
import type { InsightCode } from './pages.ts'
import { saidOf } from './said.ts'
import { SaveQuestion } from './saved/SaveQuestion.tsx'
import { isSavable } from './saved/savable.ts'

export type Vocabulary = ReturnType<typeof useVocabulary>

/** What a question may take from the brand where its draft says nothing. */
export interface Brand {
  vocabulary: Vocabulary
  today: string
}

/** What an analysis is: how it is asked, and how its answer is shown. */
export interface Analysis<Draft, Question, Answered> {
  code: InsightCode
  /** The days asked about, until others are chosen; absent where it is always about now. */
  since?: Parameters<typeof useDays>[0]
  /** As far as the address tells it. */
  read: (text: string | undefined) => Draft
  /** Undefined while something is still to be chosen. */
  question: (draft: Draft, days: Days, brand: Brand) => Question | undefined
  ask: (question: Question, signal: AbortSignal) => Promise<Answered>
  Fields: (props: { draft: Draft; onChange: (draft: Draft) => void }) => ReactNode
  /** Said while something is still to be chosen that no example could. */
  Unasked?: (props: { draft: Draft; onChange: (draft: Draft) => void }) => ReactNode
  /** A hook: undefined until the brand's words are there. */
  useExamples: (vocabulary: Vocabulary) => Example<Draft>[] | undefined
  Answer: (props: Answer<Draft, Question, Answered>) => ReactNode
}
export interface Answer<Draft, Question, Answered> {
  answer: Answered
  question: Question
  draft: Draft
  days: Days
  onChange: (draft: Draft) => void
}

export function AnalysisPage<Draft extends object, Question, Answered extends { as_of: string }>(
  props: Analysis<Draft, Question, Answered>,
) {
  const { code, Fields, Answer, Unasked, useExamples } = props
  const { days } = useDays(props.since, props.since !== undefined)
  const vocabulary = useVocabulary()
  const [draft, put] = useAsked(props.read)
  const examples = useExamples(vocabulary)
  const { timeZone } = useLocale()
  const today = dayOf(useNow(), timeZone)
  const question = props.question(draft, days, { vocabulary, today })
  const said = question === undefined ? undefined : saidOf(draft, vocabulary.sayer)
  return (
    <InsightPage
      analysis={code}
      vocabulary={vocabulary}
      said={said}
      question={<Fields draft={draft} onChange={put} />}
      extra={
        isSavable(code) && question !== undefined ? (
          <SaveQuestion analysis={code} question={question} />
        ) : undefined
      }
    >
      <AnswerPanel
        analysis={code}
        question={question}
        ask={props.ask}
        unasked={Unasked && <Unasked draft={draft} onChange={put} />}
        examples={examples}
        hasEvents={vocabulary.choices.events.length > 0}
        onExample={put}
        said={said}
      >
        {(answer, question) => (
          <Answer answer={answer} question={question} draft={draft} days={days} onChange={put} />
        )}
      </AnswerPanel>
    </InsightPage>
  )
}
