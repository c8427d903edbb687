import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Alert, Progress } from 'antd'
import { usePlatformName } from '../customers/words.ts'
import { bytes, exactNumber } from '../format/number.ts'
import { useKnownText, useLanguage, useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { type KeyValue, KeyValues } from '../ui/KeyValues.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { type ImportDetail, oneImportQuery } from './api.ts'
import { importTones, useMakerName } from './columns.tsx'
import { percentOf } from './fates.ts'
import { ImportActions } from './ImportActions.tsx'
import styles from './ImportPage.module.css'
import { Report } from './Report.tsx'
import { usePace } from './rate.ts'

const route = getRouteApi('/app/imports/$importId')

/** One import: how far it is, what became of its rows, and the way back. */
export function ImportPage() {
  const t = useTexts()
  const { importId } = route.useParams()
  const found = useQuery(oneImportQuery(importId))
  const run = found.data
  if (found.error && !run)
    return (
      <Page title={t('imports.one')}>
        <ErrorPanel error={found.error} onRetry={() => void found.refetch()} />
      </Page>
    )
  if (!run)
    return (
      <Page title={t('imports.one')}>
        <Panel>
          <SkeletonLines lines={8} />
        </Panel>
      </Page>
    )
  return (
    <Page
      title={run.files.map((f) => f.name).join(', ')}
      facts={
        <span className={styles.facts}>
          <Chip tone={importTones[run.state]}>{t(`imports.state_${run.state}`)}</Chip>
          <When at={run.created_at} />
        </span>
      }
      actions={<ImportActions run={run} isPage />}
    >
      <Moving run={run} updatedAt={found.dataUpdatedAt} />
      {run.error && run.state === 'failed' && <Failed run={run} />}
      {run.undo && run.state === 'undone' && <Undone undo={run.undo} />}
      <Panel title={t('imports.rows')}>
        <Report run={run} />
      </Panel>
      <About run={run} />
    </Page>
  )
}

function Moving(props: { run: ImportDetail; updatedAt: number }) {
  const { run } = props
  const t = useTexts()
  const pace = usePace(run, props.updatedAt)
  const { progress } = run
  if (!['running', 'waiting', 'paused', 'undoing'].includes(run.state)) return null
  const isCounting = run.state === 'running' || run.state === 'paused'
  return (
    <Panel>
      <div className={styles.moving} role="status">
        {isCounting && (
          <Progress
            percent={percentOf(progress)}
            status={run.state === 'paused' ? 'normal' : 'active'}
            aria-label={t('imports.progress')}
          />
        )}
        <span>
          {run.state === 'waiting' && t('imports.waiting_words')}
          {run.state === 'undoing' && t('imports.undoing_words')}
          {isCounting && (
            <>
              {run.state === 'paused'
                ? t('imports.paused_words')
                : t(`imports.phase_${progress.phase}`)}
              {' · '}
              {t('imports.rows_read', { count: progress.rows_read })}
              {progress.phase === 'applying' &&
                ` · ${t('imports.rows_applied', { count: progress.applied })}`}
              {pace &&
                run.state === 'running' &&
                ` · ${t('imports.pace', { rows: exactNumber(pace.rowsASecond) })}`}
              {pace?.secondsLeft !== undefined &&
                run.state === 'running' &&
                ` · ${left(pace.secondsLeft, t)}`}
            </>
          )}
        </span>
        {run.wanted && <span className={styles.quiet}>{t(`imports.wanted_${run.wanted}`)}</span>}
      </div>
    </Panel>
  )
}

function left(seconds: number, t: ReturnType<typeof useTexts>): string {
  return seconds < 60
    ? t('imports.seconds_left', { count: Math.max(1, seconds) })
    : t('imports.minutes_left', { count: Math.ceil(seconds / 60) })
}

function Failed(props: { run: ImportDetail }) {
  const { error } = props.run
  const t = useTexts()
  const known = useKnownText()
  if (!error) return null
  return (
    <Alert
      type="error"
      showIcon
      title={known(`error.${error.code}`) ?? t('imports.failed')}
      description={
        <>
          {known(`error_advice.${error.code}`) ?? error.message} <code>{error.code}</code>
        </>
      }
    />
  )
}

function Undone(props: { undo: Record<string, number> }) {
  const t = useTexts()
  const known = useKnownText()
  const parts = Object.entries(props.undo).filter(([, count]) => count > 0)
  return (
    <Panel title={t('imports.undone_title')}>
      {parts.length === 0 ? (
        t('imports.undone_nothing')
      ) : (
        <KeyValues
          rows={parts.map(([name, count]) => ({
            key: name,
            label: known(`import_undo.${name}`) ?? name,
            value: exactNumber(count),
          }))}
        />
      )}
    </Panel>
  )
}

function About(props: { run: ImportDetail }) {
  const { run } = props
  const t = useTexts()
  const known = useKnownText()
  const language = useLanguage()
  const platformName = usePlatformName()
  const makerName = useMakerName()
  const rows: KeyValue[] = [
    {
      key: 'files',
      label: t('imports.column_file'),
      value: run.files.map((f) => `${f.name} (${bytes(f.bytes)})`).join(', '),
    },
    {
      key: 'kind',
      label: t('import_wizard.kind'),
      value: known(`import_kind.${run.kind}`) ?? run.kind,
    },
    { key: 'source', label: t('import_wizard.source'), value: platformName(run.source) },
    {
      key: 'mapping',
      label: t('imports.mapping'),
      value:
        run.mapping_title[language] ??
        run.mapping_title.en ??
        (run.mapping === 'wizard' ? t('imports.mapping_wizard') : run.mapping),
    },
    { key: 'mode', label: t('imports.mode'), value: t(`import_wizard.${run.mode}`) },
    { key: 'maker', label: t('imports.maker'), value: makerName(run) },
  ]
  if (run.finished_at)
    rows.push({
      key: 'finished',
      label: t('imports.finished'),
      value: <When at={run.finished_at} />,
    })
  if (run.mends)
    rows.push({ key: 'mends', label: t('imports.mends'), value: <ToImport id={run.mends} /> })
  if (run.mended_by.length > 0)
    rows.push({
      key: 'mended_by',
      label: t('imports.mended_by'),
      value: run.mended_by.map((id) => <ToImport key={id} id={id} />),
    })
  return (
    <Panel title={t('imports.about')}>
      <KeyValues rows={rows} />
    </Panel>
  )
}

function ToImport(props: { id: string }) {
  const t = useTexts()
  const found = useQuery(oneImportQuery(props.id))
  return (
    <Link to="/imports/$importId" params={{ importId: props.id }}>
      {found.data ? found.data.files.map((f) => f.name).join(', ') : t('imports.one')}
    </Link>
  )
}
