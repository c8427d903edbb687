import type { ReactNode } from 'react'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'

/** A panel's content once it is there: before, lines of its height; else why not. */
export function Loaded<Data>(props: {
  query: { data: Data | undefined; error: unknown; refetch: () => unknown }
  lines: number
  children: (data: Data) => ReactNode
}) {
  const { data, error, refetch } = props.query
  if (error && !data) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={props.lines} />
  return props.children(data)
}
