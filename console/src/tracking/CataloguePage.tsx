import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Segmented, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useEventTitle } from '../events/words.ts'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { BatchBar, useSelection } from '../ui/BatchBar.tsx'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SavedViews } from '../ui/SavedViews.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { type EventSearch, TRACKING, type TrackedEvent, trackedQuery, unplanEvents } from './api.ts'
import { BatchEdit } from './BatchEdit.tsx'
import { EventForm } from './EventForm.tsx'
import { Spark } from './Spark.tsx'
import styles from './tracking.module.css'
import { EventLabel, Platforms, Problems, StatusChip } from './words.tsx'

const route = getRouteApi('/app/events/catalogue')
const PAGE = 100
const statuses = ['live', 'planned', 'deprecated', 'unplanned'] as const
const problems = ['any', 'missing', 'silent', 'deprecated', 'unexpected_place'] as const

/** Every event there is or should be: what it is, whose it is, how much comes of it. */
export function CataloguePage() {
  const t = useTexts()
  const { q, status: wanted, problem: sought, cursor } = route.useSearch()
  const status = statuses.find((known) => known === wanted)
  const problem = problems.find((known) => known === sought)
  const navigate = useNavigate()
  const mayManage = useMay('events:manage')
  const selection = useSelection()
  const [isPlanning, setIsPlanning] = useState(false)
  const [isEditing, setIsEditing] = useState(false)
  const search: EventSearch = { q, status, problem, cursor, limit: PAGE }
  const list = useQuery({ ...trackedQuery(search), placeholderData: keepPreviousData })
  const columns = useColumns()
  const queryClient = useQueryClient()
  const titleOf = useEventTitle()
  const run = useBatch({
    selection,
    rows: list.data?.items,
    keyOf: (event) => event.name,
    nameOf: (event) => titleOf(event.name) ?? event.name,
    changed: () => queryClient.invalidateQueries({ queryKey: TRACKING }),
  })
  const counts = list.data?.counts

  const show = (next: { q?: string; status?: string; problem?: string }) =>
    void navigate({
      to: '/events/catalogue',
      search: { q, status: wanted, problem: sought, ...next },
      replace: true,
    })
  const option = (value: string, count: number | undefined) => ({
    value,
    label: count === undefined ? nameOf(value) : `${nameOf(value)} ${exactNumber(count)}`,
  })
  const nameOf = (value: string) =>
    value === 'all' ? t('tracking.all') : t(`tracking.status_${value as 'live'}`)

  return (
    <Page
      title={t('catalogue.title')}
      purpose={t('tracking.purpose')}
      actions={
        <>
          <ExportButton kind="event_catalogue" params={{ q, status, problem }} />
          <ButtonLink color="default" variant="outlined" to="/tracking/plan">
            {t('plan.title')}
          </ButtonLink>
          {mayManage && (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setIsPlanning(true)}>
              {t('tracking.plan_event')}
            </Button>
          )}
        </>
      }
    >
      <Filters>
        <SearchText value={q} label={t('tracking.search')} onChange={(text) => show({ q: text })} />
        <Segmented
          className={styles.scrolls}
          aria-label={t('tracking.column_status')}
          value={status ?? 'all'}
          onChange={(value) => show({ status: value === 'all' ? undefined : value })}
          options={[
            option('all', counts?.all),
            ...statuses.map((one) => option(one, counts?.[one])),
          ]}
        />
        <ChoiceFilter
          label={t('tracking.filter_problem')}
          value={problem}
          onChange={(value?: string) => show({ problem: value })}
          options={problems.map((value) => ({
            value,
            label: t(`tracking.problem_${value}`),
          }))}
          width={168}
        />
        <SavedViews list="events" />
      </Filters>
      <PageTable<TrackedEvent>
        label={t('catalogue.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(event) => event.name}
        minWidth={1020}
        skeletonLines={2}
        selection={mayManage ? { ...selection, nameOf: (event) => event.name } : undefined}
        onOpen={(event) =>
          void navigate({ to: '/events/catalogue/$event', params: { event: event.name } })
        }
        empty={
          q || status || problem ? (
            <EmptyState title={t('tracking.no_match')} />
          ) : (
            <EmptyState title={t('catalogue.empty')}>
              <p>{t('tracking.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
      <BatchBar selection={selection}>
        <Button type="primary" onClick={() => setIsEditing(true)}>
          {t('tracking.batch_edit')}
        </Button>
        <BatchAction
          danger
          label={t('tracking.unplan')}
          ask={{
            title: t('tracking.batch_unplan_title', { count: selection.keys.length }),
            words: t('tracking.batch_unplan_words'),
          }}
          onRun={() => run(unplanEvents)}
        />
      </BatchBar>
      {isEditing && (
        <BatchEdit count={selection.keys.length} run={run} onClose={() => setIsEditing(false)} />
      )}
      <EventForm open={isPlanning} onClose={() => setIsPlanning(false)} />
    </Page>
  )
}

function useColumns(): TableColumnsType<TrackedEvent> {
  const t = useTexts()
  return [
    {
      key: 'name',
      title: t('catalogue.column_name'),
      render: (_, event) => (
        <Link to="/events/catalogue/$event" params={{ event: event.name }} className={styles.open}>
          <EventLabel event={event} />
        </Link>
      ),
    },
    {
      key: 'status',
      title: t('tracking.column_status'),
      width: 116,
      render: (_, event) => (
        <span className={styles.chips}>
          <StatusChip event={event} />
          <Problems problems={event.problems} />
        </span>
      ),
    },
    {
      key: 'trend',
      title: t('tracking.column_trend'),
      width: 98,
      render: (_, event) => (
        <Spark
          days={event.days}
          label={t('tracking.trend_told', {
            from: exactNumber(event.days[0] ?? 0),
            to: exactNumber(event.days.at(-1) ?? 0),
          })}
        />
      ),
    },
    {
      key: 'recent',
      title: t('tracking.column_recent'),
      width: 80,
      align: 'right',
      render: (_, event) => <Count value={event.recent} />,
    },
    {
      key: 'count',
      title: t('catalogue.column_count'),
      width: 80,
      align: 'right',
      render: (_, event) => <Count value={event.total} />,
    },
    {
      key: 'platforms',
      title: t('tracking.column_platforms'),
      width: 124,
      render: (_, event) =>
        event.platforms.length > 0 ? <Platforms platforms={event.platforms} /> : <Nothing />,
    },
    {
      key: 'owner',
      title: t('tracking.column_owner'),
      width: 90,
      render: (_, event) => event.owner || <Nothing />,
    },
    {
      key: 'properties',
      title: t('tracking.column_carries'),
      width: 92,
      align: 'right',
      render: (_, event) => (
        <span title={t('tracking.column_carries_words')}>
          <Count value={event.properties} /> / <Count value={event.rules} />
        </span>
      ),
    },
    {
      key: 'last_seen',
      title: t('catalogue.column_last_seen'),
      width: 100,
      render: (_, event) => <When at={event.last_seen} />,
    },
  ]
}
