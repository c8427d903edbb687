import { DownOutlined, RightOutlined } from '@ant-design/icons'
import { useId, useState } from 'react'
import { useLocale } from '../format/locale.tsx'
import { clockTime } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import type { TimelineLine } from './api.ts'
import styles from './Timeline.module.css'
import { TimelineEvent } from './TimelineEvent.tsx'
import { subjectsOf } from './visits.ts'
import { usePlatformName } from './words.ts'

const SHOWN = 3

/** What was looked at in one visit: a line of its own, opened the lines it is made of. */
export function TimelineVisit(props: { customerId: number; lines: readonly TimelineLine[] }) {
  const { lines } = props
  const t = useTexts()
  const { timeZone } = useLocale()
  const platformName = usePlatformName()
  const [open, setOpen] = useState(false)
  const inside = useId()
  const [newest] = lines
  const oldest = lines.at(-1)
  if (!newest || !oldest) return null
  const minutes = Math.round((Date.parse(newest.at) - Date.parse(oldest.at)) / 60_000)
  const subjects = subjectsOf(lines)
  return (
    <li className={styles.event}>
      <button
        type="button"
        className={styles.row}
        aria-expanded={open}
        aria-controls={open ? inside : undefined}
        onClick={() => setOpen(!open)}
      >
        <time dateTime={oldest.at} className={styles.clock}>
          {clockTime(new Date(oldest.at), timeZone)}
        </time>
        <span className={`${styles.dot} ${styles.visit}`} />
        <span className={styles.what}>
          <span>
            {t('timeline.visit')}
            <span className={styles.size}>
              {minutes > 0
                ? t('timeline.visit_size', { count: lines.length, minutes })
                : t('timeline.visit_steps', { count: lines.length })}
            </span>
          </span>
          <span className={styles.subject} title={subjects.join(t('list.and'))}>
            {subjects.length > SHOWN
              ? t('timeline.visit_more', {
                  subjects: subjects.slice(0, SHOWN).join(t('list.and')),
                  count: subjects.length,
                })
              : subjects.join(t('list.and'))}
          </span>
        </span>
        <span className={styles.where}>{platformName(newest.platform)}</span>
        {open ? (
          <DownOutlined className={styles.arrow} />
        ) : (
          <RightOutlined className={styles.arrow} />
        )}
      </button>
      {open && (
        <ol id={inside} className={styles.inside}>
          {lines.map((line) => (
            <TimelineEvent key={line.event_id} customerId={props.customerId} line={line} />
          ))}
        </ol>
      )}
    </li>
  )
}
