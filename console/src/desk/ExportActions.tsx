import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Popconfirm } from 'antd'
import { fetchFile } from '../api/client.ts'
import { useTexts } from '../i18n/texts.ts'
import { useErrorWords } from '../ui/ErrorPanel.tsx'
import { saveFile } from '../ui/save.ts'
import { cancelExport, type DataExport, deleteExport, exportFilePath, startExport } from './api.ts'
import styles from './ExportsPage.module.css'

/** What can be done with an export now. */
export function ExportActions(props: { job: DataExport }) {
  const { job } = props
  const t = useTexts()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const words = useErrorWords()
  const reload = () => queryClient.invalidateQueries({ queryKey: ['exports'] })
  const onError = (thrown: unknown) => {
    const { title, advice, code } = words(thrown)
    void message.error(`${title} ${advice} (${code})`)
  }
  const take = useMutation({
    mutationFn: async () => {
      const { blob, name } = await fetchFile(exportFilePath(job.id))
      saveFile(name ?? job.file_name, blob)
    },
    onSuccess: reload,
    onError,
  })
  const cancel = useMutation({ mutationFn: cancelExport, onSuccess: reload, onError })
  const again = useMutation({
    mutationFn: () => {
      const { kind, params, format, gzip, bom, header } = job
      return startExport({ kind, params, format, gzip, bom, header })
    },
    onSuccess: (made) => {
      void message.success(
        t(made.state === 'waiting_approval' ? 'exports.waits' : 'exports.started'),
      )
      return reload()
    },
    onError,
  })
  const remove = useMutation({ mutationFn: deleteExport, onSuccess: reload, onError })
  const isAtWork = ['waiting_approval', 'waiting', 'running'].includes(job.state)
  return (
    <div className={styles.actions}>
      {job.state === 'done' && (
        <Button type="link" size="small" loading={take.isPending} onClick={() => take.mutate()}>
          {t('exports.download')}
        </Button>
      )}
      {!isAtWork && job.state !== 'done' && (
        <Button type="link" size="small" loading={again.isPending} onClick={() => again.mutate()}>
          {t('exports.again')}
        </Button>
      )}
      {isAtWork ? (
        <Button
          type="link"
          size="small"
          loading={cancel.isPending}
          onClick={() => cancel.mutate(job.id)}
        >
          {t('exports.cancel')}
        </Button>
      ) : (
        <Popconfirm
          title={t('exports.delete_ask')}
          okText={t('exports.delete')}
          cancelText={t('action.cancel')}
          onConfirm={() => remove.mutate(job.id)}
        >
          <Button type="link" size="small" danger loading={remove.isPending}>
            {t('exports.delete')}
          </Button>
        </Popconfirm>
      )}
    </div>
  )
}
