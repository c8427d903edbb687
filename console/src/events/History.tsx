import { useInfiniteQuery } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { More } from '../ui/More.tsx'
import { type EventEnvelope, type EventSearch, eventHistoryQuery } from './api.ts'
import { EventTable } from './EventTable.tsx'
import styles from './LiveStream.module.css'
import type { LiveRow } from './live.ts'

/** The events of chosen days: they stand still. */
export function History(props: { search: EventSearch; onOpen: (event: EventEnvelope) => void }) {
  const t = useTexts()
  const events = useInfiniteQuery(eventHistoryQuery(props.search))
  const items = events.data?.pages.flatMap((page) => page.items)
  const rows: LiveRow[] = (items ?? []).map((event) => ({
    kind: 'event',
    key: event.event_id,
    event,
    isNew: false,
  }))
  return (
    <div className={styles.frame}>
      <div className={styles.bar}>{t('live.history')}</div>
      {!items && events.error ? (
        <ErrorPanel error={events.error} onRetry={() => void events.refetch()} />
      ) : items?.length === 0 ? (
        <EmptyState title={t('timeline.no_match')} />
      ) : (
        <EventTable rows={rows} isLoading={!items} onOpen={props.onOpen} />
      )}
      <More list={events} />
    </div>
  )
}
