import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Calendar, Segmented, type TableColumnsType } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { Nothing } from '../ui/When.tsx'
import { ActivityDrawer } from './ActivityDrawer.tsx'
import { ActivityForm } from './ActivityForm.tsx'
import { type Activity, activitiesQuery } from './api.ts'
import { Period } from './Period.tsx'
import styles from './Promotion.module.css'
import { StorefrontLimits } from './StorefrontLimits.tsx'

const route = getRouteApi('/app/activities')
const PAGE = 50
const STATES = ['draft', 'live', 'paused', 'ended'] as const
const TONES = { draft: 'plain', live: 'good', paused: 'warning', ended: 'plain' } as const
const stateOf = (text: string | undefined) => STATES.find((state) => state === text)

/** What is planned, what runs, what is over: as a list or in a calendar. */
export function ActivitiesPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { scope } = useSession()
  const mayWrite = useMay('promotion:write') && scope.kind === 'all'
  const [isNew, setNew] = useState(false)
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/activities',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const create = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNew(true)}>
      {t('activities.new')}
    </Button>
  )
  const view = search.view === 'calendar' ? 'calendar' : 'list'
  const open = (id: string) => change({ activity: id })
  return (
    <Page title={t('activities.title')} purpose={t('activities.purpose')} actions={create}>
      <Filters>
        <Segmented
          value={view}
          onChange={(next) => change({ view: next === 'list' ? undefined : next })}
          options={(['list', 'calendar'] as const).map((value) => ({
            value,
            label: t(`activities.${value}`),
          }))}
        />
        {view === 'list' && (
          <>
            <SearchText
              value={search.q}
              label={t('activities.search')}
              onChange={(q) => change({ q })}
            />
            <ChoiceFilter
              label={t('offers.state')}
              value={stateOf(search.state)}
              onChange={(state) => change({ state })}
              options={STATES.map((value) => ({ value, label: t(`activity_state.${value}`) }))}
            />
          </>
        )}
      </Filters>
      {view === 'list' ? <List create={create} open={open} /> : <Months open={open} />}
      {isNew && <ActivityForm onClose={() => setNew(false)} />}
      {search.activity && (
        <ActivityDrawer
          id={search.activity}
          mayWrite={mayWrite}
          onClose={() => change({ activity: undefined })}
        />
      )}
    </Page>
  )
}

function List(props: { create: React.ReactNode; open: (id: string) => void }) {
  const t = useTexts()
  const { q, state, cursor } = route.useSearch()
  const list = useQuery({
    ...activitiesQuery({ q, state: stateOf(state), cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const columns: TableColumnsType<Activity> = [
    {
      key: 'name',
      title: t('activities.name'),
      render: (_, { name, carriers }) => (
        <div className={styles.two}>
          <strong>{name}</strong>
          <span className={styles.quiet}>{carriers.join(' · ')}</span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('offers.state'),
      width: 170,
      render: (_, activity) => (
        <>
          <Chip tone={TONES[activity.state]}>{t(`activity_state.${activity.state}`)}</Chip>{' '}
          {activity.approval_id && <Chip tone="info">{t('activities.waits')}</Chip>}
        </>
      ),
    },
    {
      key: 'time',
      title: t('offers.time'),
      width: 220,
      render: (_, { starts_at, ends_at }) => <Period from={starts_at} to={ends_at} />,
    },
    {
      key: 'budget',
      title: t('activities.budget'),
      width: 130,
      align: 'right',
      render: (_, { budget_fen }) =>
        budget_fen === null ? <Nothing /> : <Money fen={budget_fen} />,
    },
    {
      key: 'offers',
      title: t('activities.offers'),
      width: 90,
      align: 'right',
      render: (_, { offers }) => <Count value={offers} />,
    },
    {
      key: 'open',
      title: '',
      width: 76,
      align: 'right',
      render: (_, { id }) => (
        <Button type="link" size="small" onClick={() => props.open(id)}>
          {t('coupons.open')}
        </Button>
      ),
    },
  ]
  return (
    <PageTable<Activity>
      label={t('activities.title')}
      list={{ ...list, data: list.data?.items }}
      columns={columns}
      rowKey={({ id }) => id}
      minWidth={860}
      skeletonLines={2}
      empty={
        q || state ? (
          <EmptyState compact title={t('activities.no_match')} />
        ) : (
          <EmptyState title={t('activities.empty')} action={props.create}>
            <p>{t('activities.empty_words')}</p>
          </EmptyState>
        )
      }
      foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
    />
  )
}

const MOST = 200

function Months(props: { open: (id: string) => void }) {
  const t = useTexts()
  const [month, setMonth] = useState(() => dayjs().startOf('month'))
  const from = month.subtract(7, 'day')
  const list = useQuery({
    ...activitiesQuery({
      ...{ from: from.toISOString(), to: month.add(45, 'day').toISOString(), limit: MOST },
    }),
    placeholderData: keepPreviousData,
  })
  if (list.error) return <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
  const items = list.data?.items ?? []
  return (
    <>
      {list.data?.next_cursor && (
        <p className={styles.quiet}>{t('activities.more', { most: MOST })}</p>
      )}
      <StorefrontLimits
        from={month.format('YYYY-MM-DD')}
        to={month.endOf('month').format('YYYY-MM-DD')}
        open={props.open}
      />
      <Calendar
        value={month}
        headerRender={() => (
          <div className={styles.month}>
            <Button onClick={() => setMonth((old) => old.subtract(1, 'month'))}>
              {t('activities.month_before')}
            </Button>
            <strong aria-live="polite">{month.format('YYYY-MM')}</strong>
            <Button onClick={() => setMonth((old) => old.add(1, 'month'))}>
              {t('activities.month_after')}
            </Button>
          </div>
        )}
        onSelect={(next) => setMonth(next.startOf('month'))}
        cellRender={(day, { type }) => {
          if (type !== 'date') return null
          const [start, end] = [day.startOf('day'), day.endOf('day')]
          return items
            .filter((a) => dayjs(a.starts_at) <= end && dayjs(a.ends_at) > start)
            .map((a) => (
              <div key={a.id}>
                <Button type="link" size="small" onClick={() => props.open(a.id)}>
                  {a.name}
                </Button>
              </div>
            ))
        }}
      />
    </>
  )
}
