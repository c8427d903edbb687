import { Link, type LinkProps } from '@tanstack/react-router'
import type { TextKey } from '../i18n/texts.ts'
import { useTexts } from '../i18n/texts.ts'
import { Count } from '../ui/Figures.tsx'
import { Panel } from '../ui/Page.tsx'
import type { Home } from './api.ts'
import styles from './HomePage.module.css'

interface Row {
  title: TextKey
  count: number | null
  to: LinkProps['to']
}

/** What somebody must decide or look at; nothing is listed that has nothing. */
export function Waiting(props: { home: Home }) {
  const t = useTexts()
  const { waiting } = props.home
  const rows: Row[] = [
    { title: 'conflicts.title', count: waiting.conflicts, to: '/identity/conflicts' },
    { title: 'dead_letters.title', count: waiting.dead_letters, to: '/dead-letters' },
    { title: 'approvals.title', count: waiting.approvals, to: '/approvals' },
    { title: 'home.unread', count: waiting.notices, to: '/notices' },
  ]
  const open = rows.filter((row) => (row.count ?? 0) > 0)
  return (
    <Panel title={t('home.waiting')}>
      {open.length === 0 ? (
        <p className={styles.calm}>{t('home.nothing_waits')}</p>
      ) : (
        <ul className={styles.list}>
          {open.map((row) => (
            <li key={row.title}>
              <Link to={row.to}>{t(row.title)}</Link>
              <span className={styles.number}>
                <Count value={row.count ?? 0} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
