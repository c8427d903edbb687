import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { exactNumber } from '../format/number.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import {
  type ImportRun,
  type ImportState,
  pauseImport,
  resumeImport,
  undoImport,
  undoPreviewQuery,
} from './api.ts'
import styles from './columns.module.css'

const canPause: ReadonlySet<ImportState> = new Set(['waiting', 'running'])
const canResume: ReadonlySet<ImportState> = new Set(['paused', 'failed'])
const ended: ReadonlySet<ImportState> = new Set(['done', 'failed'])
const canRepeat: ReadonlySet<ImportState> = new Set(['done', 'failed', 'undone'])
const canUndo: ReadonlySet<ImportState> = new Set([
  'done',
  'failed',
  'paused',
  'waiting',
  'running',
])

/** What can be done with an import now: in a row of the list, or as the buttons of its page. */
export function ImportActions(props: { run: ImportRun; isPage?: boolean }) {
  const { run } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [asking, setAsking] = useState(false)
  const reload = async () => {
    await queryClient.invalidateQueries({ queryKey: ['imports'] })
    await queryClient.invalidateQueries({ queryKey: ['import'] })
  }
  const onError = (thrown: unknown) => {
    const { title, code } = words(thrown)
    void message.error(`${title} (${code})`)
  }
  const resume = useMutation({ mutationFn: resumeImport, onSuccess: reload, onError })
  const pause = useMutation({ mutationFn: pauseImport, onSuccess: reload, onError })
  const undo = useMutation({
    mutationFn: undoImport,
    onSuccess: async () => {
      setAsking(false)
      await reload()
    },
  })
  const look = props.isPage ? {} : ({ type: 'link', size: 'small' } as const)
  const takesBack = ended.has(run.state) ? 'imports.undo' : 'imports.cancel'
  return (
    <div className={props.isPage ? `${styles.actions} ${styles.wide}` : styles.actions}>
      {props.isPage && !run.mends && canRepeat.has(run.state) && (
        <ButtonLink to="/imports/new" search={{ like: run.id }} color="default" variant="outlined">
          {t('imports.like')}
        </ButtonLink>
      )}
      {canResume.has(run.state) && (
        <Button {...look} loading={resume.isPending} onClick={() => resume.mutate(run.id)}>
          {t('imports.resume')}
        </Button>
      )}
      {canPause.has(run.state) && (
        <Button
          {...look}
          loading={pause.isPending || run.wanted === 'pause'}
          onClick={() => pause.mutate(run.id)}
        >
          {t('imports.pause')}
        </Button>
      )}
      {canUndo.has(run.state) && (
        <Button {...look} danger loading={run.wanted === 'undo'} onClick={() => setAsking(true)}>
          {t(takesBack)}
        </Button>
      )}
      <Modal
        open={asking}
        title={t(ended.has(run.state) ? 'imports.undo_title' : 'imports.cancel_title', {
          file: run.files.map(({ name }) => name).join(', '),
        })}
        okText={t(takesBack)}
        cancelText={t('action.cancel')}
        okButtonProps={{ danger: true }}
        confirmLoading={undo.isPending}
        onCancel={() => setAsking(false)}
        afterClose={undo.reset}
        onOk={() => undo.mutate(run.id)}
        destroyOnHidden
      >
        {undo.error && <ErrorNote error={undo.error} />}
        <UndoEffects id={run.id} />
      </Modal>
    </div>
  )
}

/** How many of what would go. */
function UndoEffects(props: { id: string }) {
  const t = useTexts()
  const known = useKnownText()
  const preview = useQuery(undoPreviewQuery(props.id))
  if (preview.error) return <ErrorNote error={preview.error} />
  if (!preview.data) return <SkeletonLines lines={3} />
  const { orders_stay, ...going } = preview.data
  const parts = Object.entries(going).filter(([, count]) => count > 0)
  return (
    <>
      <p>{parts.length > 0 ? t('imports.undo_going') : t('imports.undo_nothing')}</p>
      {parts.length > 0 && (
        <ul>
          {parts.map(([name, count]) => (
            <li key={name}>
              {known(`import_undo.${name}`) ?? name} <strong>{exactNumber(count)}</strong>
            </li>
          ))}
        </ul>
      )}
      <p className={styles.quiet}>
        {t('imports.undo_stays')}
        {orders_stay > 0 && ` ${t('imports.undo_orders_stay', { count: orders_stay })}`}
      </p>
    </>
  )
}
