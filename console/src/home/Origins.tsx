import { Link } from '@tanstack/react-router'
import { usePlatformName } from '../customers/words.ts'
import { percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { Fewer } from '../ui/Fewer.tsx'
import { Count } from '../ui/Figures.tsx'
import { Panel } from '../ui/Page.tsx'
import { When } from '../ui/When.tsx'
import type { Home, Origin } from './api.ts'
import styles from './HomePage.module.css'

/** Where today's events came from, how much, and when the last one did. */
export function Origins(props: { home: Home; by: 'platform' | 'source' }) {
  const t = useTexts()
  const { home, by } = props
  const rows = by === 'platform' ? home.platforms : home.sources
  const all = rows.reduce((sum, row) => sum + row.events, 0)
  const most = rows[0]?.events ?? 0
  return (
    <Panel
      title={t(by === 'platform' ? 'home.by_platform' : 'home.by_source')}
      extra={<span className={styles.aside}>{t('home.today')}</span>}
    >
      {rows.length === 0 ? (
        <p className={styles.calm}>{t('home.no_events_today')}</p>
      ) : (
        <Fewer rows={rows} shown={8}>
          {(row) => (
            <div key={row.name} className={styles.origin}>
              <Name row={row} by={by} day={home.day} />
              <span className={styles.track}>
                <span
                  className={styles.bar}
                  style={{ display: 'block', width: `${(row.events / most) * 100}%` }}
                />
              </span>
              <span className={styles.amount}>
                <Count value={row.events} />
              </span>
              <span className={`${styles.amount} ${styles.aside}`}>
                {percent(row.events / all)}
              </span>
              <span className={`${styles.amount} ${styles.aside}`}>
                <When at={row.last_at} />
              </span>
            </div>
          )}
        </Fewer>
      )}
    </Panel>
  )
}

function Name(props: { row: Origin; by: 'platform' | 'source'; day: string }) {
  const nameOf = usePlatformName()
  const { row, by, day } = props
  if (by === 'platform')
    return (
      <span className={styles.originName} title={row.name}>
        {nameOf(row.name)}
      </span>
    )
  return (
    <Link
      className={styles.originName}
      to="/events"
      search={{ source: row.name, from: day, to: day }}
      title={row.name}
    >
      {nameOf(row.name)}
    </Link>
  )
}
