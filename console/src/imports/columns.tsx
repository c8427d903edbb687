import { Progress, type TableColumnsType } from 'antd'
import { usePlatformName } from '../customers/words.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { Count } from '../ui/Figures.tsx'
import { When } from '../ui/When.tsx'
import type { ImportRun, ImportState } from './api.ts'
import styles from './columns.module.css'
import { ImportActions } from './ImportActions.tsx'

export function useImportColumns(): TableColumnsType<ImportRun> {
  const t = useTexts()
  const known = useKnownText()
  const platformName = usePlatformName()
  return [
    {
      key: 'file',
      title: t('imports.column_file'),
      render: (_, run) => (
        <div className={styles.file}>
          <span className={styles.name} title={run.file_name}>
            {run.file_name}
          </span>
          <span className={styles.quiet}>
            {known(`import_kind.${run.kind}`) ?? run.kind} · {platformName(run.source)}
          </span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('imports.column_state'),
      width: 200,
      render: (_, run) => <State run={run} />,
    },
    {
      key: 'accepted',
      title: t('imports.column_accepted'),
      width: 92,
      align: 'right',
      render: (_, run) => <Count value={run.rows_accepted} />,
    },
    {
      key: 'duplicate',
      title: t('imports.column_duplicate'),
      width: 92,
      align: 'right',
      render: (_, run) => <Count value={run.rows_duplicate} />,
    },
    {
      key: 'rejected',
      title: t('imports.column_rejected'),
      width: 92,
      align: 'right',
      render: (_, run) => (
        <span className={run.rows_rejected > 0 ? styles.rejected : undefined}>
          <Count value={run.rows_rejected} />
        </span>
      ),
    },
    {
      key: 'created_at',
      title: t('imports.column_created'),
      width: 120,
      render: (_, run) => (
        <div className={styles.file}>
          <When at={run.created_at} />
          {run.created_by && <span className={styles.quiet}>{run.created_by}</span>}
        </div>
      ),
    },
    {
      key: 'actions',
      title: '',
      width: 230,
      align: 'right',
      render: (_, run) => <ImportActions run={run} />,
    },
  ]
}

const tones: Record<ImportState, 'plain' | 'good' | 'warning' | 'bad' | 'info'> = {
  queued: 'plain',
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
  const isMoving = run.state === 'running' || run.state === 'undoing'
  return (
    <div className={styles.state}>
      <Chip tone={tones[run.state]}>{t(`imports.state_${run.state}`)}</Chip>
      {isMoving && run.rows_total !== null && run.rows_total > 0 && (
        <Progress
          size="small"
          percent={Math.floor((run.rows_read / run.rows_total) * 100)}
          aria-label={t('imports.progress')}
        />
      )}
      {isMoving && run.rows_total === null && (
        <span className={styles.quiet}>{t('imports.rows_read', { count: run.rows_read })}</span>
      )}
      {run.error && (
        <span className={styles.quiet} title={run.error}>
          {run.error}
        </span>
      )}
    </div>
  )
}
