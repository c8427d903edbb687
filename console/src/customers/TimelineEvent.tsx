import { DownOutlined, RightOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Tooltip } from 'antd'
import { useId, useState } from 'react'
import { EventDetail } from '../events/EventDetail.tsx'
import { EventName } from '../events/EventName.tsx'
import { useLocale } from '../format/locale.tsx'
import { clockTime, exactTime } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { useChannelName, usePurposeName } from '../people/words.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { Money } from '../ui/Figures.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { customerEventQuery, type TimelineLine } from './api.ts'
import styles from './Timeline.module.css'
import { usePlatformName } from './words.ts'

/** One event in a line; opened, its whole envelope, and under it the same thing as clients told it. */
export function TimelineEvent(props: {
  customerId: number
  line: TimelineLine
  reported?: readonly TimelineLine[]
}) {
  const { line, reported = [] } = props
  const t = useTexts()
  const { timeZone } = useLocale()
  const platformName = usePlatformName()
  const [open, setOpen] = useState(false)
  const detail = useId()
  const at = new Date(line.at)
  const where = [...new Set([line.platform, line.source])].filter((place) => place !== '')
  return (
    <li className={styles.event}>
      <button
        type="button"
        className={styles.row}
        aria-expanded={open}
        aria-controls={open ? detail : undefined}
        onClick={() => setOpen(!open)}
      >
        <Tooltip title={exactTime(at, timeZone)} mouseEnterDelay={0.3}>
          <time dateTime={line.at} className={styles.clock}>
            {clockTime(at, timeZone)}
          </time>
        </Tooltip>
        <span className={`${styles.dot} ${styles[toneOf(line)] ?? ''}`} />
        <span className={styles.what}>
          <EventName name={line.name} short />
          <span className={styles.subject}>
            {line.consent ? <Consent {...line.consent} /> : line.subject}
          </span>
          {line.revenue_fen !== 0 && (
            <strong>
              <Money fen={line.revenue_fen} currency={line.currency} />
            </strong>
          )}
        </span>
        <span className={styles.where}>{where.map(platformName).join(' · ')}</span>
        {open ? (
          <DownOutlined className={styles.arrow} />
        ) : (
          <RightOutlined className={styles.arrow} />
        )}
      </button>
      {open && (
        <div id={detail} className={styles.open}>
          <Envelope customerId={props.customerId} line={line} />
          {reported.length > 0 && (
            <>
              <p className={styles.reported}>{t('timeline.reported')}</p>
              <ol className={styles.inside}>
                {reported.map((one) => (
                  <TimelineEvent key={one.event_id} customerId={props.customerId} line={one} />
                ))}
              </ol>
            </>
          )}
        </div>
      )}
    </li>
  )
}

function Consent(props: { purpose: string; channel: string | null }) {
  const purposeName = usePurposeName()
  const channelName = useChannelName()
  return [purposeName(props.purpose), ...(props.channel ? [channelName(props.channel)] : [])].join(
    ' · ',
  )
}

/** Fetched when it is opened: a line has only what it shows. */
function Envelope(props: { customerId: number; line: TimelineLine }) {
  const event = useQuery(customerEventQuery(props.customerId, props.line))
  if (event.data) return <EventDetail event={event.data} />
  return event.error ? <ErrorNote error={event.error} /> : <SkeletonLines lines={4} />
}

function toneOf(
  line: TimelineLine,
): 'order' | 'refund' | 'contact' | 'profile' | 'visit' | 'other' {
  if (line.kind !== 'trade') return line.kind
  return /refund|cancel/i.test(line.name) ? 'refund' : 'order'
}
