import { LoadingOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { toApiError } from '../api/error.ts'
import { useLocale } from '../format/locale.tsx'
import { exactTime } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import cards from '../ui/Examples.module.css'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { useSettled } from '../ui/settled.ts'
import { type ToldLine, ToldProvider } from '../ui/told.ts'
import { When } from '../ui/When.tsx'
import { AsOfSaid, useAsOf } from './AsOf.tsx'
import { isRecord } from './asked.ts'
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
  /** In place of the examples. */
  unasked?: ReactNode
  examples: readonly Example<Draft>[] | undefined
  /** Something came in already, though it may be nothing that examples could be made of. */
  hasEvents: boolean
  onExample: (draft: Draft) => void
  /** The question in words. */
  said?: string | undefined
  children: (answer: Answered, question: Question) => ReactNode
}) {
  const t = useTexts()
  const queryClient = useQueryClient()
  const { analysis, ask } = props
  const [day] = useAsOf()
  // The question whose length somebody has accepted.
  const [welcome, setWelcome] = useState('')
  const question =
    props.question === undefined || day === undefined
      ? props.question
      : { ...props.question, as_of: day }
  const text = question === undefined ? '' : JSON.stringify(question)
  const settledText = useSettled(text, REST_MS)
  const isAsked = text !== '' && settledText !== ''
  const isLongWelcome = isAsked && welcome === settledText
  const queryKey = ['insight', analysis, settledText, isLongWelcome]
  const answer = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const asked: Question = JSON.parse(settledText)
      const answered = await ask({ ...asked, ...(isLongWelcome && { run_long: true }) }, signal)
      // An answer stays in view while another question is counted: its figures open by its own.
      return { asked, answered }
    },
    staleTime: FRESH_MS,
    enabled: isAsked,
    retry: false,
    placeholderData: keepPreviousData,
  })
  const told = useQuestionTold(analysis, props.said, question, answer.data?.answered.as_of)
  if (question === undefined) return props.unasked ?? <NothingAsked {...props} />
  if (answer.error && !answer.isFetching) {
    const seconds = secondsOf(answer.error)
    return (
      <Panel>
        {seconds === undefined ? (
          <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />
        ) : (
          <EmptyState
            title={t('insight_long.title', { count: seconds })}
            action={
              <Button onClick={() => setWelcome(settledText)}>{t('insight_long.run')}</Button>
            }
          >
            {t('insight_long.words')}
          </EmptyState>
        )}
      </Panel>
    )
  }
  if (isAsked && !answer.data && answer.fetchStatus === 'idle')
    return (
      <Panel>
        <EmptyState
          title={t('insight_long.cancelled')}
          action={<Button onClick={() => void answer.refetch()}>{t('insight.again')}</Button>}
        >
          {t('insight_long.cancelled_words')}
        </EmptyState>
      </Panel>
    )
  const isOld = answer.isPlaceholderData || settledText !== text || answer.isFetching
  if (!answer.data || !isAsked)
    return (
      <Panel>
        <div className={styles.counting} role="status">
          <LoadingOutlined /> {t('insight.counting')}
          <Button
            size="small"
            onClick={() => void queryClient.cancelQueries({ queryKey, exact: true })}
          >
            {t('insight_long.cancel')}
          </Button>
        </div>
        <SkeletonLines lines={14} />
      </Panel>
    )
  return (
    <div className={styles.answer} aria-busy={isOld}>
      <AsOfSaid />
      <ToldProvider value={told}>
        <BehindProvider>
          <div className={isOld ? `${styles.answer} ${styles.old}` : styles.answer}>
            {props.children(answer.data.answered, answer.data.asked)}
          </div>
        </BehindProvider>
      </ToldProvider>
      <p className={styles.foot}>
        <span>
          {t('insight.as_of')} <When at={answer.data.answered.as_of} />
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
        {answer.isFetching && (
          <Button
            type="link"
            size="small"
            style={{ padding: 0, height: 'auto' }}
            onClick={() => void queryClient.cancelQueries({ queryKey, exact: true })}
          >
            {t('insight_long.cancel')}
          </Button>
        )}
      </p>
    </div>
  )
}

/** What files and pictures of the answer say of it. */
function useQuestionTold(
  analysis: InsightCode,
  said: string | undefined,
  question: unknown,
  asOf: string | undefined,
): ToldLine[] {
  const t = useTexts()
  const { timeZone } = useLocale()
  const { date_from: from, date_to: to } = isRecord(question) ? question : {}
  return [
    { label: t('insight_told.page'), words: t(`insight_page.${analysis}`) },
    ...(said ? [{ label: t('insight_told.question'), words: said }] : []),
    ...(typeof from === 'string' || typeof to === 'string'
      ? [{ label: t('insight_told.days'), words: `${from ?? ''} – ${to ?? ''}` }]
      : []),
    ...(asOf
      ? [
          {
            label: t('insight.as_of'),
            words: `${exactTime(new Date(asOf), timeZone)} (${timeZone})`,
          },
        ]
      : []),
  ]
}

/** How long it would take, of a question that was refused for it. */
function secondsOf(error: unknown): number | undefined {
  const { code, details } = toApiError(error)
  return code === 'question_is_long' && isRecord(details) && typeof details.seconds === 'number'
    ? details.seconds
    : undefined
}

function NothingAsked<Draft>(props: {
  examples: readonly Example<Draft>[] | undefined
  hasEvents: boolean
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
  if (examples.length === 0 && props.hasEvents)
    return (
      <Panel>
        <EmptyState title={t('insight.nothing_asked')}>{t('insight.no_example_words')}</EmptyState>
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
      <div className={`${cards.examples} ${styles.middle}`}>
        {examples.map(({ title, words, draft }) => (
          <button
            key={title}
            type="button"
            className={cards.example}
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
