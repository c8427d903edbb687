import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { EmptyState } from './EmptyState.tsx'
import { ErrorPanel } from './ErrorPanel.tsx'
import { SkeletonLines } from './Skeleton.tsx'
import styles from './UseList.module.css'

/** What would feel a change: a line each, its kind and the way to it. */
export function UseList<Use extends { kind: string; id: string }>(props: {
  uses: UseQueryResult<{ items: readonly Use[] }>
  /** Told where nothing uses it, with what would stand here. */
  none: { title: string; words: string }
  kindOf: (use: Use) => string
  link: (use: Use) => ReactNode
}) {
  const { uses, none } = props
  const items = uses.data?.items
  return (
    <>
      {uses.error && <ErrorPanel error={uses.error} onRetry={() => void uses.refetch()} />}
      {!items && !uses.error && <SkeletonLines lines={4} />}
      {items?.length === 0 && (
        <EmptyState compact title={none.title}>
          <p>{none.words}</p>
        </EmptyState>
      )}
      <ul className={styles.uses}>
        {items?.map((use) => (
          <li key={`${use.kind}${use.id}`}>
            <span className={styles.kind}>{props.kindOf(use)}</span> {props.link(use)}
          </li>
        ))}
      </ul>
    </>
  )
}
