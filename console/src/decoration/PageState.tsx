import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { When } from '../ui/When.tsx'
import type { ShopPage } from './api.ts'
import styles from './Decoration.module.css'

/** What of a page customers see now, and what they will. */
export function PageState({ page }: { page: ShopPage }) {
  const t = useTexts()
  const { showing, next } = page
  return (
    <span className={styles.states}>
      {showing ? (
        <Chip tone="good">{t('decoration.showing', { version: showing.version })}</Chip>
      ) : (
        <Chip>{t(next ? 'decoration.not_yet' : 'decoration.not_shown')}</Chip>
      )}
      {showing?.ends_at && (
        <small className={styles.quiet}>
          {t('decoration.until')} <When at={showing.ends_at} />
        </small>
      )}
      {next && (
        <small className={styles.quiet}>
          {t('decoration.next', { version: next.version })} <When at={next.starts_at} />
        </small>
      )}
      {page.has_changes && page.blocks > 0 && (
        <Chip tone="warning">{t('decoration.has_changes')}</Chip>
      )}
    </span>
  )
}
