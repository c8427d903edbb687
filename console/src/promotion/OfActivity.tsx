// What one activity holds several of, one shown at a time: its group buys, its bestie plans.
import type { UseQueryResult } from '@tanstack/react-query'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Page } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { activityQuery } from './api.ts'
import { useMayPromote } from './PromotionList.tsx'

export function OfActivity<Held extends { id: string; name: string }>(props: {
  /** The activity's id; empty where none was named. */
  activity: string
  list: UseQueryResult<{ items: Held[] }>
  /** The id of the one that is shown; the first unless it is there. */
  chosen: string | undefined
  onChoose: (id: string) => void
  words: {
    title: string
    of: (activity: string) => string
    make: string
    noActivity: string
    empty: string
    emptyWords: string
  }
  /** For a new one. */
  form: (close: () => void) => ReactNode
  children: (held: Held) => ReactNode
}) {
  const t = useTexts()
  const { activity, list, words } = props
  const mayWrite = useMayPromote()
  const [isNew, setNew] = useState(false)
  const of = useQuery({ ...activityQuery(activity), enabled: activity !== '' })
  const items = list.data?.items
  const shown = items?.find(({ id }) => id === props.chosen) ?? items?.[0]
  const create = mayWrite && of.data && of.data.state !== 'ended' && (
    <Button type="primary" onClick={() => setNew(true)}>
      {words.make}
    </Button>
  )
  const error = of.error ?? list.error
  return (
    <Page title={words.title} purpose={of.data ? words.of(of.data.name) : ''} actions={create}>
      {activity === '' ? (
        <EmptyState
          title={words.noActivity}
          action={<Link to="/activities">{t('activities.title')}</Link>}
        />
      ) : error ? (
        <ErrorPanel error={error} onRetry={() => void (of.error ? of : list).refetch()} />
      ) : !items ? (
        <SkeletonLines lines={6} />
      ) : !shown ? (
        <EmptyState title={words.empty} action={create}>
          <p>{words.emptyWords}</p>
        </EmptyState>
      ) : (
        <>
          {items.length > 1 && (
            <Segmented
              style={{ marginBottom: 16 }}
              value={shown.id}
              onChange={props.onChoose}
              options={items.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          {props.children(shown)}
        </>
      )}
      {isNew && props.form(() => setNew(false))}
    </Page>
  )
}
