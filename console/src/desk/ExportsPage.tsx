import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Progress, Segmented, type TableColumnsType } from 'antd'
import { bytes, exactNumber } from '../format/number.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { BatchBar, type Selection, useSelection } from '../ui/BatchBar.tsx'
import { BatchAction, useBatch } from '../ui/batchRun.tsx'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { type DataExport, deleteExports, exportsQuery } from './api.ts'
import { ExportActions } from './ExportActions.tsx'
import { ExportLimit } from './ExportLimit.tsx'
import styles from './ExportsPage.module.css'
import { useExportKindName } from './words.ts'

const route = getRouteApi('/app/exports')
const PAGE = 50

/** Files that were made of lists: how far, until when they are kept, who took them. */
export function ExportsPage() {
  const t = useTexts()
  const { show, cursor } = route.useSearch()
  const navigate = useNavigate()
  const answersForAll = useMay('approvals:decide')
  const isAll = show === 'all' && answersForAll
  const columns = useColumns(isAll)
  const kindName = useExportKindName()
  const selection = useSelection()
  const nameOf = (job: DataExport) => `${kindName(job.kind)} ${job.file_name}`
  const list = useQuery({
    ...exportsQuery({ limit: PAGE, cursor, whose: isAll ? 'all' : 'own' }),
    placeholderData: keepPreviousData,
  })
  return (
    <Page title={t('exports.title')} purpose={t('exports.purpose')} actions={<ExportLimit />}>
      {answersForAll && (
        <Filters>
          <Segmented
            aria-label={t('exports.filter')}
            value={isAll ? 'all' : 'own'}
            onChange={(next) =>
              void navigate({ to: '/exports', search: next === 'all' ? { show: 'all' } : {} })
            }
            options={[
              { value: 'own', label: t('exports.view_own') },
              { value: 'all', label: t('exports.view_all') },
            ]}
          />
        </Filters>
      )}
      <PageTable<DataExport>
        label={t('exports.title')}
        list={{ ...list, data: list.data?.items }}
        columns={columns}
        rowKey={(job) => job.id}
        minWidth={900}
        skeletonLines={2}
        skeletonRows={5}
        selection={{ ...selection, nameOf }}
        empty={
          <EmptyState title={t('exports.empty')}>
            <p>{t('exports.empty_words')}</p>
          </EmptyState>
        }
        foot={<Pager cursor={cursor} next={list.data?.next_cursor} />}
      />
      <DeleteMany selection={selection} rows={list.data?.items} nameOf={nameOf} />
    </Page>
  )
}

function DeleteMany(props: {
  selection: Selection
  rows: readonly DataExport[] | undefined
  nameOf: (job: DataExport) => string
}) {
  const { selection } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const run = useBatch({
    selection,
    rows: props.rows,
    keyOf: (job) => job.id,
    nameOf: props.nameOf,
    changed: () => queryClient.invalidateQueries({ queryKey: ['exports'] }),
  })
  return (
    <BatchBar selection={selection}>
      <BatchAction
        danger
        label={t('exports.delete')}
        ask={{ title: t('exports.delete_chosen_ask', { count: selection.keys.length }) }}
        onRun={() => run(deleteExports)}
      />
    </BatchBar>
  )
}

const tones: Record<DataExport['state'], 'plain' | 'good' | 'bad' | 'info' | 'warning'> = {
  waiting_approval: 'warning',
  waiting: 'plain',
  running: 'info',
  done: 'good',
  failed: 'bad',
  cancelled: 'plain',
  refused: 'bad',
  expired: 'plain',
}

function useColumns(withMaker: boolean): TableColumnsType<DataExport> {
  const t = useTexts()
  const kindName = useExportKindName()
  return [
    {
      key: 'file',
      title: t('exports.column_file'),
      render: (_, job) => (
        <div className={styles.file}>
          <span className={styles.name}>{kindName(job.kind)}</span>
          <span className={styles.quiet}>{job.file_name}</span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('exports.column_state'),
      width: 220,
      render: (_, job) => <State job={job} />,
    },
    {
      key: 'rows',
      title: t('exports.column_rows'),
      width: 90,
      align: 'right',
      render: (_, job) =>
        job.state === 'done' || job.rows > 0 ? <Count value={job.rows} /> : <Nothing />,
    },
    {
      key: 'bytes',
      title: t('exports.column_bytes'),
      width: 90,
      align: 'right',
      render: (_, job) => (job.bytes === null ? <Nothing /> : bytes(job.bytes)),
    },
    {
      key: 'created_at',
      title: t('exports.column_created'),
      width: 140,
      render: (_, job) => (
        <div className={styles.file}>
          <When at={job.created_at} />
          {withMaker && (
            <span className={styles.maker} title={job.created_by_name ?? undefined}>
              {job.created_by_name}
            </span>
          )}
        </div>
      ),
    },
    {
      key: 'actions',
      title: '',
      width: 150,
      align: 'right',
      render: (_, job) => <ExportActions job={job} />,
    },
  ]
}

function State(props: { job: DataExport }) {
  const { job } = props
  const t = useTexts()
  const known = useKnownText()
  const expected = job.rows_expected ?? 0
  const advice = job.error ? known(`error_advice.${job.error.code}`) : undefined
  return (
    <div className={styles.state}>
      <Chip tone={tones[job.state]}>{t(`exports.state_${job.state}`)}</Chip>
      {job.state === 'running' && expected > 0 && (
        <Progress
          size="small"
          percent={Math.min(99, Math.floor((job.rows / expected) * 100))}
          aria-label={t('exports.progress')}
        />
      )}
      {job.state === 'waiting_approval' && job.approval_id && (
        <Link to="/approvals" search={{ open: job.approval_id }} className={styles.quiet}>
          {t('exports.see_approval', { rows: exactNumber(expected) })}
        </Link>
      )}
      {job.state === 'done' && job.expires_at && (
        <span className={styles.quiet}>
          {t('exports.kept_until')} <When at={job.expires_at} />
          {job.downloads > 0 && ` · ${t('exports.taken', { count: job.downloads })}`}
        </span>
      )}
      {job.state === 'failed' && job.error && (
        <span className={styles.quiet}>
          {known(`error.${job.error.code}`) ?? job.error.message}
          {advice && <br />}
          {advice}
        </span>
      )}
      {job.state === 'expired' && <span className={styles.quiet}>{t('exports.gone')}</span>}
    </div>
  )
}
