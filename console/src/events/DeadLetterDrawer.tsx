import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Alert, App, Button, Drawer, Input, Tabs } from 'antd'
import { useState } from 'react'
import { useLocale } from '../format/locale.tsx'
import { bytes } from '../format/number.ts'
import { exactTime } from '../format/time.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { CopyButton, CopyText } from '../ui/Copy.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type DeadLetterWithBytes, deadLetterQuery, replayDeadLetter } from './api.ts'
import { decodeBase64, hexDump, laidOut } from './bytes.ts'
import styles from './DeadLetters.module.css'

/** One dead letter: why it is one, its bytes, and the way to mend and replay it. */
export function DeadLetterDrawer(props: { id: string | undefined; onClose: () => void }) {
  const t = useTexts()
  const letter = useQuery({ ...deadLetterQuery(props.id ?? ''), enabled: props.id !== undefined })
  return (
    <Drawer
      open={props.id !== undefined}
      onClose={props.onClose}
      title={t('dead_letters.one')}
      size={720}
      destroyOnHidden
    >
      {letter.data ? (
        <Opened key={letter.data.id} letter={letter.data} onDone={props.onClose} />
      ) : letter.error ? (
        <ErrorPanel error={letter.error} onRetry={() => void letter.refetch()} />
      ) : (
        <SkeletonLines lines={12} />
      )}
    </Drawer>
  )
}

function Opened(props: { letter: DeadLetterWithBytes; onDone: () => void }) {
  const { letter } = props
  const t = useTexts()
  const known = useKnownText()
  const queryClient = useQueryClient()
  const { message } = App.useApp()
  const [edited, setEdited] = useState<string>()
  const mayReplay = useMay('events:manage') && letter.state === 'open'

  const replay = useMutation({
    mutationFn: (body: string | undefined) => replayDeadLetter(letter.id, body),
    onSuccess: () => {
      void message.success(t('dead_letters.replayed'))
      props.onDone()
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['dead-letters'] })
      void queryClient.invalidateQueries({ queryKey: ['dead-letter', letter.id] })
    },
  })

  return (
    <div className={styles.body}>
      <Alert
        type={
          letter.state === 'open' ? 'warning' : letter.state === 'replayed' ? 'success' : 'info'
        }
        title={
          letter.state === 'open'
            ? (known(`dead_letter_code.${letter.code}`) ?? letter.code)
            : t(`dead_letters.state_${letter.state}`)
        }
        description={letter.reason}
      />
      <Facts letter={letter} />
      {edited === undefined ? (
        <Raw letter={letter} />
      ) : (
        <>
          {letter.raw_text.includes('\uFFFD') && (
            <Alert type="info" title={t('dead_letters.not_text')} />
          )}
          <Input.TextArea
            className={styles.editor}
            aria-label={t('dead_letters.edit')}
            autoSize={{ minRows: 12, maxRows: 28 }}
            spellCheck={false}
            autoFocus
            value={edited}
            onChange={(event) => setEdited(event.target.value)}
          />
        </>
      )}
      {replay.error && <ErrorNote error={replay.error} />}
      <div className={styles.foot}>
        {edited === undefined ? (
          mayReplay && (
            <>
              <Button onClick={() => setEdited(laidOut(letter.raw_text))}>
                {t('dead_letters.edit')}
              </Button>
              <Button
                type="primary"
                loading={replay.isPending}
                onClick={() => replay.mutate(undefined)}
              >
                {t('dead_letters.replay')}
              </Button>
            </>
          )
        ) : (
          <>
            <Button onClick={() => setEdited(undefined)}>{t('action.cancel')}</Button>
            <Button type="primary" loading={replay.isPending} onClick={() => replay.mutate(edited)}>
              {t('dead_letters.replay_edited')}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}

function Facts(props: { letter: DeadLetterWithBytes }) {
  const { letter } = props
  const t = useTexts()
  const known = useKnownText()
  const { timeZone } = useLocale()
  const rows = [
    {
      key: 'received_at',
      label: t('event_field.received_at'),
      value: exactTime(new Date(letter.received_at), timeZone),
    },
    { key: 'code', label: t('dead_letters.code'), value: <CopyText text={letter.code} /> },
    {
      key: 'protocol',
      label: t('dead_letters.column_protocol'),
      value: known(`protocol.${letter.protocol}`) ?? letter.protocol,
    },
    { key: 'size', label: t('dead_letters.column_size'), value: bytes(letter.size) },
  ]
  if (letter.write_key_id) {
    rows.push({
      key: 'write_key',
      label: t('key.one_write'),
      value: <CopyText text={letter.write_key_id} />,
    })
  }
  if (letter.message_id) {
    rows.push({
      key: 'message',
      label: t('event_field.message_id'),
      value: <CopyText text={letter.message_id} />,
    })
  }
  return <KeyValues rows={rows} />
}

/** A body may be 10 MB; the eye needs its beginning. */
const PREVIEW = 64 * 1024

function Raw(props: { letter: DeadLetterWithBytes }) {
  const t = useTexts()
  const { raw_text, raw_base64, size } = props.letter
  const note = size > PREVIEW && (
    <p>{t('dead_letters.preview', { shown: bytes(PREVIEW), size: bytes(size) })}</p>
  )
  return (
    <Tabs
      tabBarExtraContent={<CopyButton text={raw_text} />}
      items={[
        {
          key: 'text',
          label: t('dead_letters.as_text'),
          children: (
            <>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to */}
              <pre className={styles.raw} tabIndex={0}>
                {raw_text.slice(0, PREVIEW)}
              </pre>
              {note}
            </>
          ),
        },
        {
          key: 'hex',
          label: t('dead_letters.as_hex'),
          children: (
            <>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must be able to */}
              <pre className={`${styles.raw} ${styles.hex}`} tabIndex={0}>
                {hexDump(decodeBase64(raw_base64).slice(0, PREVIEW))}
              </pre>
              {note}
            </>
          ),
        },
      ]}
    />
  )
}
