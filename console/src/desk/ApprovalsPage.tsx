import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Segmented, type TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { useSelection } from '../ui/BatchBar.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { ApprovalDrawer } from './ApprovalDrawer.tsx'
import styles from './ApprovalsPage.module.css'
import { type Approval, approvalsQuery } from './api.ts'
import { DecideMany } from './DecideMany.tsx'
import { ExportButton } from './ExportButton.tsx'
import { approvalTones } from './tones.ts'
import { useApprovalTitle } from './words.ts'

const route = getRouteApi('/app/approvals')
const PAGE = 50
const views = ['waiting', 'own', 'all'] as const

/** What a second person must agree to: what waits, what was asked for, what was decided. */
export function ApprovalsPage() {
  const t = useTexts()
  const { show, open, cursor } = route.useSearch()
  const view = views.find((known) => known === show) ?? 'waiting'
  const navigate = useNavigate()
  const columns = useColumns()
  const decides = useMay('approvals:decide')
  const selection = useSelection()
  const titleOf = useApprovalTitle()
  const list = useQuery({
    ...approvalsQuery({
      limit: PAGE,
      cursor,
      whose: view === 'own' ? 'own' : 'all',
      ...(view === 'waiting' && { state: 'waiting' }),
    }),
    placeholderData: keepPreviousData,
  })
  const look = (id: string | undefined) =>
    void navigate({ to: '/approvals', search: { show, cursor, open: id }, replace: true })
  return (
    <Page
      title={t('approvals.title')}
      purpose={t('approvals.purpose')}
      actions={
        decides && (
          <ExportButton
            kind="approvals"
            params={{
              whose: view === 'own' ? 'own' : 'all',
              ...(view === 'waiting' && { state: 'waiting' }),
            }}
          />
        )
      }
    >
      <Filters>
        <Segmented
          aria-label={t('approvals.filter')}
          value={view}
          onChange={(next) => {
            selection.clear()
            void navigate({ to: '/approvals', search: next === 'waiting' ? {} : { show: next } })
          }}
          options={views.map((value) => ({ value, label: t(`approvals.view_${value}`) }))}
        />
      </Filters>
      <PageTable<Approval>
        label={t('approvals.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(approval) => approval.id}
        minWidth={860}
        skeletonRows={5}
        selection={view === 'waiting' && decides ? { ...selection, nameOf: titleOf } : undefined}
        onOpen={(approval) => look(approval.id)}
        empty={
          <EmptyState title={t(`approvals.empty_${view}`)}>
            <p>{t('approvals.empty_words')}</p>
          </EmptyState>
        }
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
      <DecideMany selection={selection} rows={list.data?.items} />
      <ApprovalDrawer id={open} onClose={() => look(undefined)} />
    </Page>
  )
}

function useColumns(): TableColumnsType<Approval> {
  const t = useTexts()
  const titleOf = useApprovalTitle()
  return [
    {
      key: 'what',
      title: t('approvals.column_what'),
      render: (_, approval) => (
        <>
          <Link to="/approvals" search={(search) => ({ ...search, open: approval.id })} replace>
            {titleOf(approval)}
          </Link>
          {approval.reason && <p className={styles.why}>{approval.reason}</p>}
        </>
      ),
    },
    {
      key: 'state',
      title: t('approvals.column_state'),
      width: 120,
      render: (_, { state }) => (
        <Chip tone={approvalTones[state]}>{t(`approvals.state_${state}`)}</Chip>
      ),
    },
    {
      key: 'requested_by',
      title: t('approvals.column_requested_by'),
      width: 160,
      render: (_, approval) => approval.requested_by_name,
    },
    {
      key: 'requested_at',
      title: t('approvals.column_requested_at'),
      width: 130,
      render: (_, approval) => <When at={approval.requested_at} />,
    },
    {
      key: 'decided_by',
      title: t('approvals.column_decided_by'),
      width: 160,
      render: (_, approval) => approval.decided_by_name ?? <Nothing />,
    },
  ]
}
