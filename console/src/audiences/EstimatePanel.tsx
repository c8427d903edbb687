import { LoadingOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useLocale } from '../format/locale.tsx'
import { exactNumber, percent, shortNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { When } from '../ui/When.tsx'
import type { Estimate } from './api.ts'
import styles from './Estimate.module.css'

/** How many the rule means now; while it is counted again the figure before stays, greyed. */
export function EstimatePanel(props: {
  estimate: Estimate | undefined
  isOld: boolean
  error: unknown
  /** How many parts of the rule still have to be filled in. */
  missing: number
  /** There is no condition yet. */
  isEmpty: boolean
  onShowMissing: () => void
}) {
  const t = useTexts()
  const { language } = useLocale()
  const { estimate, isOld, error, missing, isEmpty } = props
  const share = estimate && estimate.everybody > 0 ? estimate.size / estimate.everybody : 0
  return (
    <section className={styles.panel} aria-label={t('audience_estimate.title')}>
      <h2 className={styles.title}>
        {t('audience_estimate.title')}
        {isOld && missing === 0 && !isEmpty && !error && <LoadingOutlined />}
      </h2>
      {missing > 0 ? (
        <button type="button" className={styles.missing} onClick={props.onShowMissing}>
          {t('audience_estimate.missing', { count: missing })}
        </button>
      ) : (
        error !== null && error !== undefined && <ErrorNote error={error} />
      )}
      {estimate && !isEmpty ? (
        <div className={isOld ? styles.old : undefined} role="status" aria-busy={isOld}>
          <Tooltip title={exactNumber(estimate.size)}>
            <span className={styles.size}>{shortNumber(estimate.size, language)}</span>
          </Tooltip>
          <span className={styles.unit}>{t('audience_estimate.people')}</span>
          <div className={styles.track} aria-hidden="true">
            <span style={{ width: `${Math.min(100, share * 100)}%` }} />
          </div>
          <dl className={styles.facts}>
            <dt>{t('audience_estimate.share')}</dt>
            <dd title={exactNumber(estimate.everybody)}>
              {t('audience_estimate.share_of', {
                share: percent(share),
                everybody: shortNumber(estimate.everybody, language),
              })}
            </dd>
            <dt>{t('audience_estimate.reachable')}</dt>
            <dd>
              {shortNumber(estimate.reachable, language)}
              {estimate.size > 0 && ` (${percent(estimate.reachable / estimate.size)})`}
            </dd>
            <dt>{t('audience_estimate.took')}</dt>
            <dd>
              {t('audience_estimate.took_ms', { ms: exactNumber(estimate.ms) })} ·{' '}
              <When at={estimate.as_of} />
            </dd>
          </dl>
        </div>
      ) : (
        missing === 0 &&
        !error && (
          <p className={styles.quiet}>
            {t(isEmpty ? 'audience_estimate.empty' : 'audience_estimate.waiting')}
          </p>
        )
      )}
    </section>
  )
}
