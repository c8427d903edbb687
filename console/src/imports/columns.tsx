import { Link } from '@tanstack/react-router'
import { Progress, type TableColumnsType } from 'antd'
import { usePlatformName } from '../customers/words.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { Count } from '../ui/Figures.tsx'
import { When } from '../ui/When.tsx'
import { type ImportRun, type ImportState, isMoving } from './api.ts'
import styles from './columns.module.css'
import { percentOf, type Tally } from './fates.ts'
import { ImportActions } from './ImportActions.tsx'

export function useImportColumns(): TableColumnsType<ImportRun> {
  const t = useTexts()
  const known = useKnownText()
  const platformName = usePlatformName()
  const makerName = useMakerName()
  const number = (kind: keyof Tally) => ({
    key: kind,
    title: t(`imports.${kind}`),
    width: 84,
    align: 'right' as const,
    render: (_: unknown, run: ImportRun) => <Rows run={run} kind={kind} />,
  })
  return [
    {
      key: 'file',
      title: t('imports.column_file'),
      render: (_, run) => (
        <div className={styles.file}>
          <Link to="/imports/$importId" params={{ importId: run.id }} className={styles.name}>
            {run.files.map(({ name }) => name).join(', ')}
          </Link>
          <span className={styles.quiet}>
            {known(`import_kind.${run.kind}`) ?? run.kind} · {platformName(run.source)}
            {run.mends && ` · ${t('imports.is_mended')}`}
          </span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('imports.column_state'),
      width: 176,
      render: (_, run) => <State run={run} />,
    },
    number('imported'),
    number('repeated'),
    number('aside'),
    number('rejected'),
    {
      key: 'created_at',
      title: t('imports.column_created'),
      width: 116,
      render: (_, run) => (
        <div className={styles.file}>
          <When at={run.created_at} />
          <span className={styles.quiet}>{makerName(run)}</span>
        </div>
      ),
    },
    {
      key: 'actions',
      title: '',
      width: 130,
      align: 'right',
      render: (_, run) => <ImportActions run={run} />,
    },
  ]
}

/** Their name; of who is not of the brand any more, or a program, what kind of actor it was. */
export function useMakerName(): (run: ImportRun) => string {
  const known = useKnownText()
  return (run) => {
    const [kind = ''] = run.created_by.split(':', 1)
    return run.created_by_name ?? known(`actor.${kind}`) ?? run.created_by
  }
}

function Rows(props: { run: ImportRun; kind: keyof Tally }) {
  const rows = props.run.counts[props.kind]
  const isBad = props.kind === 'rejected' && rows > 0
  return (
    <span className={isBad ? styles.rejected : undefined}>
      <Count value={rows} />
    </span>
  )
}

export const importTones: Record<ImportState, 'plain' | 'good' | 'bad' | 'info' | 'warning'> = {
  waiting: 'plain',
  running: 'info',
  paused: 'warning',
  done: 'good',
  failed: 'bad',
  undoing: 'info',
  undone: 'plain',
}

function State(props: { run: ImportRun }) {
  const { run } = props
  const t = useTexts()
  const known = useKnownText()
  return (
    <div className={styles.state}>
      <Chip tone={importTones[run.state]}>{t(`imports.state_${run.state}`)}</Chip>
      {(run.state === 'running' || run.state === 'paused') && (
        <>
          <Progress
            size="small"
            percent={percentOf(run.progress)}
            aria-label={t('imports.progress')}
          />
          <span className={styles.quiet}>
            {t(`imports.phase_${run.progress.phase}`)} ·{' '}
            {t('imports.rows_read', { count: run.progress.rows_read })}
          </span>
        </>
      )}
      {run.wanted && <span className={styles.quiet}>{t(`imports.wanted_${run.wanted}`)}</span>}
      {run.error && !isMoving(run) && (
        <span className={styles.quiet} title={run.error.code}>
          {known(`error.${run.error.code}`) ?? run.error.message}
        </span>
      )}
    </div>
  )
}
