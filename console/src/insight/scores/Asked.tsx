import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { BehindProvider } from '../Behind.tsx'

/** What was asked for, once it is there; its figures open their customers. */
export function Asked<Data>(props: {
  query: UseQueryResult<Data>
  children: (data: Data) => ReactNode
}) {
  const { query } = props
  if (query.error && !query.data)
    return (
      <Panel>
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      </Panel>
    )
  if (query.data === undefined)
    return (
      <Panel>
        <SkeletonLines lines={12} />
      </Panel>
    )
  return <BehindProvider>{props.children(query.data)}</BehindProvider>
}
