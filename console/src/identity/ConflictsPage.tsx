import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Filters, Page, Panel } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type ConflictState, conflictsQuery } from './api.ts'
import { ConflictCard } from './ConflictCard.tsx'

const route = getRouteApi('/app/identity/conflicts')
const PAGE = 10
const states: readonly ConflictState[] = ['open', 'merged', 'kept_apart', 'dismissed']

/** Pairs that the rules would not decide: a person does. */
export function ConflictsPage() {
  const t = useTexts()
  const { state: wanted, cursor } = route.useSearch()
  const navigate = useNavigate()
  const state = states.find((known) => known === wanted) ?? 'open'
  const list = useQuery({
    ...conflictsQuery({ state, cursor, limit: PAGE }),
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
        <ConflictCard key={conflict.id} conflict={conflict} />
      ))}
      <Pager cursor={cursor} next={list.data?.next_cursor} />
    </Page>
  )
}
