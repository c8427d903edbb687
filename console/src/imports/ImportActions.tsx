import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useState } from 'react'
import { fetchFile } from '../api/client.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { type ImportRun, rejectedRowsPath, resumeImport, undoImport } from './api.ts'
import styles from './columns.module.css'

/** What can be done with an import now. */
export function ImportActions(props: { run: ImportRun }) {
  const { run } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const words = useErrorWords()
  const [asking, setAsking] = useState(false)
  const say = (thrown: unknown) =>
    void message.error(`${words(thrown).title} (${words(thrown).code})`)
  const reload = () => queryClient.invalidateQueries({ queryKey: ['imports'] })

  const resume = useMutation({ mutationFn: resumeImport, onSuccess: reload, onError: say })
  const undo = useMutation({
    mutationFn: undoImport,
    onSuccess: async () => {
      setAsking(false)
      await reload()
    },
  })
  const download = useMutation({
    mutationFn: () => saveRejected(run),
    onError: say,
  })

  const canResume = run.state === 'paused' || run.state === 'failed'
  const canUndo = run.state === 'done' || run.state === 'paused' || run.state === 'failed'
  return (
    <div className={styles.actions}>
      {run.rows_rejected > 0 && (
        <Button
          type="link"
          size="small"
          loading={download.isPending}
          onClick={() => download.mutate()}
        >
          {t('imports.rejected')}
        </Button>
      )}
      {canResume && (
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
        title={t('imports.undo_title', { file: run.file_name })}
        okText={t('imports.undo')}
        cancelText={t('action.cancel')}
        okButtonProps={{ danger: true }}
        confirmLoading={undo.isPending}
        onCancel={() => setAsking(false)}
        onOk={() => undo.mutate(run.id)}
      >
        {undo.error && <ErrorNote error={undo.error} />}
        <p>{t('imports.undo_words', { count: run.rows_accepted })}</p>
      </Modal>
    </div>
  )
}

async function saveRejected(run: ImportRun): Promise<void> {
  const { blob, name } = await fetchFile(rejectedRowsPath(run.id))
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name ?? `${run.file_name}.rejected.csv`
  link.click()
  URL.revokeObjectURL(link.href)
}
