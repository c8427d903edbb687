import { CheckCircleFilled, LoadingOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { EventEnvelope } from '../events/api.ts'
import { EventDetail } from '../events/EventDetail.tsx'
import { EventName } from '../events/EventName.tsx'
import { useTexts } from '../i18n/texts.ts'
import type { WriteKey } from '../keys/api.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { When } from '../ui/When.tsx'
import { arrivalsQuery } from './api.ts'
import styles from './Sdk.module.css'

/** Waits until something comes in under the key, and shows it. */
export function Arrivals(props: { writeKey: WriteKey }) {
  const t = useTexts()
  const arrivals = useQuery(arrivalsQuery(props.writeKey))
  const [openedAt] = useState(() => new Date().toISOString())
  const events = arrivals.data?.items ?? []
  const newest = events[0]
  const isNew = newest !== undefined && newest.received_at > openedAt
  return (
    <div className={styles.arrivals}>
      {arrivals.error && <ErrorNote error={arrivals.error} />}
      <div className={styles.state} role="status">
        {isNew ? (
          <>
            <CheckCircleFilled className={styles.arrived} aria-hidden />
            <strong>{t('sdk.arrived')}</strong>
          </>
        ) : (
          <>
            <LoadingOutlined className={styles.waiting} aria-hidden />
            <strong>{t('sdk.waiting', { name: props.writeKey.name })}</strong>
            <span className={styles.hint}>{t('sdk.waiting_words')}</span>
          </>
        )}
      </div>
      {newest && (
        <>
          <div className={styles.hint}>{t(isNew ? 'sdk.newest' : 'sdk.earlier')}</div>
          <ul className={styles.list}>
            {events.map((event) => (
              <Arrival key={event.event_id} event={event} isOpen={isNew && event === newest} />
            ))}
          </ul>
          <Link to="/events" search={{ source: props.writeKey.name }}>
            {t('sdk.all_events')}
          </Link>
        </>
      )}
    </div>
  )
}

function Arrival(props: { event: EventEnvelope; isOpen: boolean }) {
  const { event } = props
  return (
    <li>
      <details open={props.isOpen}>
        <summary className={styles.summary}>
          <EventName name={event.name} />
          <span className={styles.page}>{event.page_path || event.page_title}</span>
          <When at={event.received_at} />
        </summary>
        <EventDetail event={event} showCustomer />
      </details>
    </li>
  )
}
