import { LoadingOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { useSettled } from '../ui/settled.ts'
import { When } from '../ui/When.tsx'
import { BehindProvider } from './Behind.tsx'
import styles from './Insight.module.css'
import type { InsightCode } from './pages.ts'

const REST_MS = 350
/** So long an answer is shown again without being counted again. */
const FRESH_MS = 60_000

export interface Example<Draft> {
  title: string
  words: string
  draft: Draft
}

/**
 * What was counted, or why there is nothing yet. A newer question gives the one before up; its answer
 * stays in view, pale, until the new one is there.
 */
export function AnswerPanel<Question, Answered extends { as_of: string }, Draft>(props: {
  analysis: InsightCode
  /** Undefined while something of it is still to be chosen. */
  question: Question | undefined
  ask: (question: Question, signal: AbortSignal) => Promise<Answered>
  examples: readonly Example<Draft>[] | undefined
  onExample: (draft: Draft) => void
  children: (answer: Answered, question: Question) => ReactNode
}) {
  const t = useTexts()
  const { analysis, question, ask } = props
  const text = question === undefined ? '' : JSON.stringify(question)
  const settledText = useSettled(text, REST_MS)
  const isAsked = text !== '' && settledText !== ''
  const answer = useQuery({
    queryKey: ['insight', analysis, settledText],
    queryFn: ({ signal }) => ask(JSON.parse(settledText) as Question, signal),
    staleTime: FRESH_MS,
    enabled: isAsked,
    retry: false,
    placeholderData: keepPreviousData,
  })
  if (question === undefined) return <NothingAsked {...props} />
  if (answer.error && !answer.isFetching)
    return (
      <Panel>
        <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />
      </Panel>
    )
  const isOld = answer.isPlaceholderData || settledText !== text || answer.isFetching
  if (!answer.data || !isAsked)
    return (
      <Panel>
        <div className={styles.counting} role="status">
          <LoadingOutlined /> {t('insight.counting')}
        </div>
        <SkeletonLines lines={14} />
      </Panel>
    )
  return (
    <div className={styles.answer} aria-busy={isOld}>
      <BehindProvider>
        <div className={isOld ? `${styles.answer} ${styles.old}` : styles.answer}>
          {props.children(answer.data, question)}
        </div>
      </BehindProvider>
      <p className={styles.foot}>
        <span>
          {t('insight.as_of')} <When at={answer.data.as_of} />
        </span>
        <Button
          type="link"
          size="small"
          style={{ padding: 0, height: 'auto' }}
          loading={answer.isFetching}
          onClick={() => void answer.refetch()}
        >
          {t('insight.again')}
        </Button>
      </p>
    </div>
  )
}

function NothingAsked<Draft>(props: {
  examples: readonly Example<Draft>[] | undefined
  onExample: (draft: Draft) => void
}) {
  const t = useTexts()
  const { examples } = props
  if (!examples)
    return (
      <Panel>
        <SkeletonLines lines={8} />
      </Panel>
    )
  if (examples.length === 0)
    return (
      <Panel>
        <EmptyState
          title={t('insight.no_events')}
          action={<ButtonLink to="/sdk">{t('insight.send_events')}</ButtonLink>}
        >
          {t('insight.no_events_words')}
        </EmptyState>
      </Panel>
    )
  return (
    <Panel>
      <EmptyState title={t('insight.nothing_asked')}>{t('insight.nothing_asked_words')}</EmptyState>
      <div className={styles.examples}>
        {examples.map(({ title, words, draft }) => (
          <button
            key={title}
            type="button"
            className={styles.example}
            onClick={() => props.onExample(draft)}
          >
            <strong>{title}</strong>
            <span>{words}</span>
          </button>
        ))}
      </div>
    </Panel>
  )
}
