import { CloudUploadOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Progress } from 'antd'
import { type DragEvent, useRef, useState } from 'react'
import { bytes } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Panel } from '../ui/Page.tsx'
import { fieldsQuery, type Upload } from './api.ts'
import { uploadFiles } from './upload.ts'
import styles from './Wizard.module.css'

/** Takes files by drop or by choice, and shows how far they have gone. */
export function UploadStep(props: { mends: string | undefined; onDone: (upload: Upload) => void }) {
  const t = useTexts()
  const fields = useQuery(fieldsQuery)
  const input = useRef<HTMLInputElement>(null)
  const stop = useRef<AbortController>(undefined)
  const [isOver, setOver] = useState(false)
  const [sending, setSending] = useState<{ names: string; share: number }>()
  const [error, setError] = useState<unknown>()
  const limit = fields.data?.max_bytes

  const send = async (files: readonly File[]) => {
    if (files.length === 0) return
    setError(undefined)
    setSending({ names: files.map((f) => f.name).join(', '), share: 0 })
    stop.current = new AbortController()
    try {
      const done = await uploadFiles(files, {
        mends: props.mends,
        signal: stop.current.signal,
        onProgress: (share) => setSending((now) => now && { ...now, share }),
      })
      props.onDone(done)
    } catch (thrown) {
      const isStopped = thrown instanceof DOMException && thrown.name === 'AbortError'
      setError(isStopped ? undefined : thrown)
      setSending(undefined)
    }
  }
  const dropped = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void send([...event.dataTransfer.files])
  }

  return (
    <Panel>
      <div className={styles.stack}>
        {error !== undefined && <ErrorNote error={error} />}
        {sending ? (
          <div className={styles.stack}>
            <strong>{t('import_wizard.sending', { names: sending.names })}</strong>
            <Progress
              percent={Math.floor(sending.share * 100)}
              aria-label={t('import_wizard.step_upload')}
            />
            <div>
              <Button onClick={() => stop.current?.abort()}>{t('action.cancel')}</Button>
            </div>
          </div>
        ) : (
          <button
            type="button"
            className={isOver ? `${styles.drop} ${styles.over}` : styles.drop}
            onClick={() => input.current?.click()}
            onDragOver={(event) => {
              event.preventDefault()
              setOver(true)
            }}
            onDragLeave={() => setOver(false)}
            onDrop={dropped}
          >
            <CloudUploadOutlined className={styles.icon} aria-hidden />
            <strong>{t(props.mends ? 'import_wizard.drop_mended' : 'import_wizard.drop')}</strong>
            <span className={styles.quiet}>{t('import_wizard.drop_words')}</span>
            {limit !== undefined && (
              <span className={styles.small}>
                {t('import_wizard.limit', { size: bytes(limit) })}
              </span>
            )}
          </button>
        )}
        <input
          ref={input}
          type="file"
          hidden
          multiple={!props.mends}
          accept=".csv,.tsv,.txt,.xlsx,.ndjson,.jsonl,.gz"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])]
            event.target.value = ''
            void send(files)
          }}
        />
      </div>
    </Panel>
  )
}
