import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Filters, Page, Panel } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type Conflict, type ConflictState, conflictsQuery } from './api.ts'
import { ConflictBatch } from './ConflictBatch.tsx'
import { ConflictCard } from './ConflictCard.tsx'
import { ConflictKinds } from './ConflictKinds.tsx'

const route = getRouteApi('/app/identity/conflicts')
const PAGE = 10
const kinds: readonly Conflict['kind'][] = [
  'different_values',
  'over_limit',
  'kept_apart',
  'consent',
]
const states: readonly ConflictState[] = ['open', 'merged', 'kept_apart', 'dismissed']

/** Pairs that the rules would not decide: a person does. */
export function ConflictsPage() {
  const t = useTexts()
  const { state: wanted, kind, namespace, cursor } = route.useSearch()
  const selection = useSelection()
  const navigate = useNavigate()
  const state = states.find((known) => known === wanted) ?? 'open'
  const list = useQuery({
    ...conflictsQuery({
      state,
      // An unknown kind in an address finds what the list finds without one.
      ...(kind === undefined
        ? {}
        : { kind: kinds.find((one) => one === kind), namespace: namespace ?? '' }),
      cursor,
      limit: PAGE,
    }),
    placeholderData: keepPreviousData,
  })

  return (
    <Page
      title={t('conflicts.title')}
      purpose={t('conflicts.purpose')}
      actions={<ExportButton kind="identity_conflicts" params={{ state }} />}
    >
      <Filters>
        <Segmented<ConflictState>
          aria-label={t('conflicts.state')}
          value={state}
          onChange={(next) =>
            void navigate({
              to: '/identity/conflicts',
              search: { state: next === 'open' ? undefined : next },
            })
          }
          options={states.map((value) => ({ value, label: t(`conflicts.state_${value}`) }))}
        />
        {state === 'open' && <ConflictKinds kind={kind} namespace={namespace ?? (kind && '')} />}
      </Filters>
      {!list.data && (
        <Panel>
          {list.error ? (
            <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
          ) : (
            <SkeletonLines lines={12} />
          )}
        </Panel>
      )}
      {list.data?.items.length === 0 && (
        <Panel>
          <EmptyState title={t(`conflicts.empty_${state}`)}>
            <p>{t('conflicts.empty_words')}</p>
          </EmptyState>
        </Panel>
      )}
      {list.data?.items.map((conflict) => (
        <ConflictCard key={conflict.id} conflict={conflict} selection={selection} />
      ))}
      <ConflictBatch selection={selection} />
      <Pager cursor={cursor} next={list.data?.next_cursor} />
    </Page>
  )
}
