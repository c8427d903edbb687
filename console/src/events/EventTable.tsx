import { Link } from '@tanstack/react-router'
import { Tooltip } from 'antd'
import { usePlatformName } from '../customers/words.ts'
import { useLocale } from '../format/locale.tsx'
import { useNow } from '../format/now.ts'
import { clockTime, dayOf, exactTime } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { Money } from '../ui/Figures.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing } from '../ui/When.tsx'
import type { EventEnvelope } from './api.ts'
import { EventName } from './EventName.tsx'
import styles from './LiveStream.module.css'
import type { LiveRow } from './live.ts'
import { subjectOf } from './words.ts'

/** Events in rows. A plain table: it takes hundreds of rows every two seconds. */
export function EventTable(props: {
  rows: readonly LiveRow[]
  isLoading: boolean
  onOpen: (event: EventEnvelope) => void
}) {
  const t = useTexts()
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th className={styles.time}>{t('live.column_time')}</th>
          <th>{t('live.column_event')}</th>
          <th className={styles.subjectCell}>{t('live.column_subject')}</th>
          <th className={styles.customer}>{t('live.column_customer')}</th>
          <th className={styles.platform}>{t('live.column_platform')}</th>
          <th className={styles.source}>{t('live.column_source')}</th>
        </tr>
      </thead>
      <tbody>
        {props.isLoading && (
          <tr>
            <td colSpan={6}>
              <SkeletonLines lines={12} />
            </td>
          </tr>
        )}
        {props.rows.map((row) =>
          row.kind === 'gap' ? (
            <tr key={row.key}>
              <td colSpan={6} className={styles.gap}>
                {t('live.gap')}
              </td>
            </tr>
          ) : (
            <EventRow key={row.key} event={row.event} isNew={row.isNew} onOpen={props.onOpen} />
          ),
        )}
      </tbody>
    </table>
  )
}

function EventRow(props: {
  event: EventEnvelope
  isNew: boolean
  onOpen: (event: EventEnvelope) => void
}) {
  const { event } = props
  const platformName = usePlatformName()
  const open = () => props.onOpen(event)
  return (
    // The button in the row is the keyboard's way; the row is only a wider place to click.
    <tr className={props.isNew ? `${styles.row} ${styles.fresh}` : styles.row} onClick={open}>
      <td className={styles.time}>
        <EventTime at={event.at} />
      </td>
      <td>
        <button type="button" className={styles.open} aria-haspopup="dialog">
          <EventName name={event.name} />
        </button>
      </td>
      <td className={`${styles.subjectCell} ${styles.subject}`}>
        {event.revenue_fen !== 0 && (
          <strong>
            <Money fen={event.revenue_fen} currency={event.currency} />{' '}
          </strong>
        )}
        {subjectOf(event)}
      </td>
      <td className={styles.customer}>
        {event.customer_id === null ? (
          <Nothing />
        ) : (
          <Link
            to="/customers/$customerId"
            params={{ customerId: String(event.customer_id) }}
            onClick={(click) => click.stopPropagation()}
          >
            #{event.customer_id}
          </Link>
        )}
      </td>
      <td className={styles.platform}>
        {event.platform === '' ? <Nothing /> : platformName(event.platform)}
      </td>
      <td className={styles.source}>{platformName(event.source)}</td>
    </tr>
  )
}

/** Today the clock is enough; other days show the day too. */
function EventTime(props: { at: string }) {
  const { timeZone } = useLocale()
  const today = dayOf(useNow(), timeZone)
  const at = new Date(props.at)
  const day = dayOf(at, timeZone)
  const clock = clockTime(at, timeZone)
  const shown =
    day === today ? clock : `${day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day} ${clock}`
  return (
    <Tooltip title={`${exactTime(at, timeZone)} (${timeZone})`} mouseEnterDelay={0.3}>
      <time dateTime={props.at}>{shown}</time>
    </Tooltip>
  )
}
