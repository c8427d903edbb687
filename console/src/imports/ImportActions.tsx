import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { type ImportRun, importQuery, resumeImport, undoImport } from './api.ts'
import styles from './columns.module.css'
import { tallyOf } from './fates.ts'

/** What can be done with an import now. */
export function ImportActions(props: { run: ImportRun }) {
  const { run } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [asking, setAsking] = useState(false)
  const reload = () => queryClient.invalidateQueries({ queryKey: ['imports'] })

  const resume = useMutation({
    mutationFn: resumeImport,
    onSuccess: reload,
    onError: (thrown) => {
      const { title, code } = words(thrown)
      void message.error(`${title} (${code})`)
    },
  })
  const undo = useMutation({
    mutationFn: undoImport,
    onSuccess: async () => {
      setAsking(false)
      await reload()
    },
  })

  const canUndo = run.state === 'done' || run.state === 'failed'
  return (
    <div className={styles.actions}>
      {run.state === 'failed' && (
        <Button
          type="link"
          size="small"
          loading={resume.isPending}
          onClick={() => resume.mutate(run.id)}
        >
          {t('imports.resume')}
        </Button>
      )}
      {canUndo && (
        <Button type="link" size="small" danger onClick={() => setAsking(true)}>
          {t('imports.undo')}
        </Button>
      )}
      <Modal
        open={asking}
        title={t('imports.undo_title', { file: run.files.map(({ name }) => name).join(', ') })}
        okText={t('imports.undo')}
        cancelText={t('action.cancel')}
        okButtonProps={{ danger: true }}
        confirmLoading={undo.isPending}
        onCancel={() => setAsking(false)}
        afterClose={undo.reset}
        onOk={() => undo.mutate(run.id)}
        destroyOnHidden
      >
        {undo.error && <ErrorNote error={undo.error} />}
        <UndoEffects run={run} />
      </Modal>
    </div>
  )
}

function UndoEffects(props: { run: ImportRun }) {
  const t = useTexts()
  const detail = useQuery(importQuery(props.run))
  const count = detail.data ? tallyOf(detail.data.report).imported : props.run.progress.rows_read
  return <p>{t('imports.undo_words', { count })}</p>
}
