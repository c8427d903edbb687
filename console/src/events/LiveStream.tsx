import { CaretRightOutlined, PauseOutlined } from '@ant-design/icons'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { type EventEnvelope, type EventSearch, listEvents } from './api.ts'
import { EventTable } from './EventTable.tsx'
import styles from './LiveStream.module.css'
import { emptyStream, pourIn, reachBack, STREAM_MAX } from './live.ts'

const EVERY_MS = 2000
const PAGE = 50

/** Asks every two seconds while the page can be seen; paused, what is on it stays. */
export function LiveStream(props: { search: EventSearch; onOpen: (event: EventEnvelope) => void }) {
  const t = useTexts()
  const { search } = props
  const [running, setRunning] = useState(true)
  const [stream, setStream] = useState(emptyStream)

  const poll = useQuery({
    queryKey: ['events-live', search],
    queryFn: ({ signal }) => listEvents({ ...search, limit: PAGE }, signal),
    refetchInterval: running ? EVERY_MS : false,
    refetchOnWindowFocus: running,
    enabled: running,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  })

  useEffect(() => {
    if (poll.data) setStream((now) => pourIn(now, poll.data))
  }, [poll.data])

  const older = useMutation({
    mutationFn: (cursor: string) => listEvents({ ...search, limit: PAGE, cursor }),
    onSuccess: (page) => setStream((now) => reachBack(now, page)),
  })

  if (!poll.data && stream.rows.length === 0 && poll.error) {
    return (
      <div className={styles.frame}>
        <ErrorPanel error={poll.error} onRetry={() => void poll.refetch()} />
      </div>
    )
  }
  return (
    <div className={styles.frame}>
      <div className={styles.bar}>
        <span className={running ? `${styles.light} ${styles.on}` : styles.light} />
        <span aria-live="polite">{running ? t('live.running') : t('live.paused')}</span>
        <Button
          size="small"
          icon={running ? <PauseOutlined /> : <CaretRightOutlined />}
          onClick={() => setRunning(!running)}
        >
          {running ? t('live.pause') : t('live.resume')}
        </Button>
      </div>
      {poll.error && stream.rows.length > 0 && <ErrorNote error={poll.error} />}
      {poll.data?.items.length === 0 && stream.rows.length === 0 ? (
        <EmptyState
          title={t('live.empty')}
          action={<ButtonLink to="/sdk">{t('sdk.title')}</ButtonLink>}
        >
          <p>{t('live.empty_words')}</p>
        </EmptyState>
      ) : (
        <EventTable rows={stream.rows} isLoading={!poll.data} onOpen={props.onOpen} />
      )}
      {older.error && <ErrorNote error={older.error} />}
      {stream.older && (
        <div className={styles.foot}>
          <Button loading={older.isPending} onClick={() => older.mutate(stream.older ?? '')}>
            {t('live.older')}
          </Button>
        </div>
      )}
      {stream.older === undefined && (
        <p className={styles.foot}>{t('live.memory', { count: STREAM_MAX })}</p>
      )}
    </div>
  )
}
