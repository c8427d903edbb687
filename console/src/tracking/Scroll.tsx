import { exactNumber, percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Panel } from '../ui/Page.tsx'
import type { Heat } from './namingApi.ts'
import styles from './Scroll.module.css'

/** How far down people get: of all visits to the page, those that reached each tenth of it. */
export function Scroll(props: { heat: Heat }) {
  const t = useTexts()
  const { visits, scroll } = props.heat
  const isKnown = visits > 0 && scroll.some((step) => step.visits > 0)
  return (
    <Panel
      title={t('naming.scroll')}
      extra={<span className={styles.quiet}>{t('naming.scroll_words')}</span>}
    >
      {isKnown ? (
        <ul className={styles.steps}>
          {scroll.map((step) => {
            const share = Math.min(1, step.visits / visits)
            return (
              <li key={step.depth} className={styles.step} title={exactNumber(step.visits)}>
                <span>{percent(step.depth / 100).replace('.0', '')}</span>
                <span className={styles.track}>
                  <span className={styles.bar} style={{ width: `${share * 100}%` }} />
                </span>
                <span className={styles.share}>{percent(share)}</span>
              </li>
            )
          })}
        </ul>
      ) : (
        <EmptyState compact title={t('naming.no_scroll')} />
      )}
    </Panel>
  )
}
