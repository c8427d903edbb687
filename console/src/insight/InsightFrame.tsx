import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { Page } from '../ui/Page.tsx'
import { CatchingUp } from './CatchingUp.tsx'
import styles from './InsightFrame.module.css'
import { OldData } from './OldData.tsx'
import { groupOf, type InsightCode, insightGroups } from './pages.ts'
import { TimeNotes } from './TimeNotes.tsx'

/** A page of insight: its name, the way to the others, and what it shows. */
export function InsightFrame(props: { code: InsightCode; children: ReactNode }) {
  const t = useTexts()
  const { code } = props
  const here = groupOf(code)
  const nav = useRef<HTMLElement>(null)
  // Rows wider than a phone start at their left end: where one is may be beyond the right.
  useEffect(() => {
    for (const link of nav.current?.querySelectorAll(`[data-here="${code}"]`) ?? [])
      link.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [code])
  return (
    <Page title={t(`insight_page.${code}`)} purpose={t(`insight_purpose.${code}`)}>
      <nav ref={nav} className={styles.nav} aria-label={t('insight.analyses')}>
        {insightGroups.length > 1 && (
          <div className={styles.groups}>
            {insightGroups.map(({ group, pages }) => (
              <Link
                key={group}
                to={pages[0].to}
                data-here={group === here.group ? code : undefined}
                className={group === here.group ? `${styles.group} ${styles.chosen}` : styles.group}
              >
                {t(`insight_group.${group}`)}
              </Link>
            ))}
          </div>
        )}
        <div className={styles.tabs}>
          {here.pages.map((page) => (
            <Link
              key={page.code}
              to={page.to}
              aria-current={page.code === code ? 'page' : undefined}
              data-here={page.code === code ? code : undefined}
              className={page.code === code ? `${styles.tab} ${styles.here}` : styles.tab}
            >
              {t(`insight_page.${page.code}`)}
            </Link>
          ))}
        </div>
      </nav>
      <CatchingUp />
      <OldData code={code} />
      <TimeNotes>{props.children}</TimeNotes>
    </Page>
  )
}
