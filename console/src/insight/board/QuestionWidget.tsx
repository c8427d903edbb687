import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { BuildingProvider } from '../../audiences/building.tsx'
import { useVocabulary } from '../../audiences/vocabulary.ts'
import { useTexts } from '../../i18n/texts.ts'
import { CompactProvider } from '../../ui/compact.ts'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { useAsOf } from '../AsOf.tsx'
import { analysisQuery } from '../analyses.ts'
import { BehindProvider } from '../Behind.tsx'
import { addressOf } from '../pages.ts'
import { answerQuery, type QuestionAnswer, type Widget } from './api.ts'
import styles from './Board.module.css'
import { useBoardAsked } from './boardAsked.ts'

/** A saved question's answer, as its own page shows it, over the board's days and customers. */
export function QuestionWidget(props: {
  widget: Extract<Widget, { kind: 'question' }>
  height: number
}) {
  const { widget } = props
  const answer = useQuery(useAnswerQuery(widget.question_id))
  if (answer.error && !answer.data)
    return <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />
  if (!answer.data) return <SkeletonLines lines={widget.height * 4} />
  return <Answered asked={answer.data} title={widget.title} id={widget.question_id} {...props} />
}

function useAnswerQuery(question: string) {
  const { id, from, to, who } = useBoardAsked()
  const [day] = useAsOf()
  return answerQuery(question, {
    ...(id && { board: id }),
    ...{ date_from: from, date_to: to },
    ...(who && { who }),
    ...(day !== undefined && { as_of: day }),
  })
}

/** What the question of a widget is called, once it has answered. */
export function useQuestionName(question: string | undefined): string | undefined {
  const asked = useAnswerQuery(question ?? '')
  return useQuery({ ...asked, enabled: false }).data?.name
}

function Answered(props: {
  asked: QuestionAnswer
  title: string | undefined
  id: string
  height: number
}) {
  const t = useTexts()
  const { from, to } = useBoardAsked()
  const { asked, height } = props
  const { query, choices, sayer } = useVocabulary()
  const analysis = useQuery(analysisQuery(asked.analysis))
  const error = query.error ?? analysis.error
  if (error) return <ErrorPanel error={error} onRetry={() => void analysis.refetch()} />
  if (!query.data || !analysis.data) return <SkeletonLines lines={6} />
  const { Answer, read, code } = analysis.data
  return (
    <>
      <div className={styles.head} style={{ padding: '0 0 8px' }}>
        <h2>{props.title || asked.name}</h2>
        <Link to={addressOf(code)} search={{ ...asked.view, saved: props.id } as never}>
          {t('board.open_question')}
        </Link>
      </div>
      <CompactProvider value={{ height: Math.max(160, height - 20) }}>
        <BuildingProvider building={{ choices, sayer }}>
          <BehindProvider>
            <div className={styles.answer}>
              <Answer
                answer={asked.answer}
                question={asked.question}
                draft={read(asked.view.ask)}
                days={{ from, to }}
                onChange={nothing}
              />
            </div>
          </BehindProvider>
        </BuildingProvider>
      </CompactProvider>
    </>
  )
}

/** On a board an answer is looked at; it is asked otherwise on its own page. */
const nothing = () => undefined
