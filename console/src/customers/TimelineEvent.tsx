import { DownOutlined, RightOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useId, useState } from 'react'
import type { EventEnvelope } from '../events/api.ts'
import { EventDetail } from '../events/EventDetail.tsx'
import { EventName } from '../events/EventName.tsx'
import { subjectOf } from '../events/words.ts'
import { useLocale } from '../format/locale.tsx'
import { clockTime, exactTime } from '../format/time.ts'
import { Money } from '../ui/Figures.tsx'
import styles from './Timeline.module.css'
import { usePlatformName } from './words.ts'

/** One event in a line; opened, its whole envelope. */
export function TimelineEvent(props: { event: EventEnvelope }) {
  const { event } = props
  const { timeZone } = useLocale()
  const platformName = usePlatformName()
  const [open, setOpen] = useState(false)
  const detail = useId()
  const at = new Date(event.at)
  const where = [...new Set([event.platform, event.source])].filter((place) => place !== '')
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
          <time dateTime={event.at} className={styles.clock}>
            {clockTime(at, timeZone)}
          </time>
        </Tooltip>
        <span className={`${styles.dot} ${styles[kindOf(event.name)] ?? ''}`} />
        <span className={styles.what}>
          <EventName name={event.name} />
          <span className={styles.subject}>{subjectOf(event)}</span>
          {event.revenue_fen !== 0 && (
            <strong>
              <Money fen={event.revenue_fen} currency={event.currency} />
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
          <EventDetail event={event} />
        </div>
      )}
    </li>
  )
}

function kindOf(name: string): 'order' | 'refund' | 'identity' | 'other' {
  const plain = name.toLowerCase()
  if (plain.includes('refund') || plain.includes('cancel')) return 'refund'
  if (plain.includes('order') || plain.includes('pay') || plain.includes('purchase')) return 'order'
  if (/sign|login|register|identify|bind|alias/.test(plain)) return 'identity'
  return 'other'
}
