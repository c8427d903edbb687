import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { useSettled } from '../ui/settled.ts'

const REST_MS = 350
const FRESH_MS = 60_000

/** A second answer to a question that has one already: asked when it is looked at. */
export function Further<Question, Answered>(props: {
  code: string
  question: Question
  ask: (question: Question, signal: AbortSignal) => Promise<Answered>
  children: (answer: Answered) => ReactNode
}) {
  const { code, ask } = props
  const text = useSettled(JSON.stringify(props.question), REST_MS)
  const answer = useQuery({
    queryKey: ['insight', code, text],
    queryFn: ({ signal }) => ask(JSON.parse(text), signal),
    staleTime: FRESH_MS,
    retry: false,
    placeholderData: keepPreviousData,
  })
  if (answer.data) return <>{props.children(answer.data)}</>
  return (
    <Panel>
      {answer.error ? (
        <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        <SkeletonLines lines={12} />
      )}
    </Panel>
  )
}
