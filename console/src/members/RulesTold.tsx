import { pictureUrl } from '../decoration/api.ts'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { Count, Money } from '../ui/Figures.tsx'
import type { Rules } from './api.ts'
import styles from './Members.module.css'

/** Rules of levels as sentences. */
export function RulesTold(props: { rules: Rules }) {
  const t = useTexts()
  const language = useLanguage()
  const { window, term, grace_days, downgrade, levels } = props.rules
  return (
    <>
      <p>
        {t(`members.window_${window.kind}`, {
          count: window.kind === 'rolling' ? window.months : 0,
        })}{' '}
        {t(`members.term_${term.kind}`, {
          count: term.kind === 'months' ? term.months : term.kind === 'year_end' ? term.years : 0,
        })}{' '}
        {t('members.grace_told', { count: grace_days })} {t(`members.downgrade_${downgrade}`)}
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('members.level')}</th>
            <th scope="col">{t('members.needs')}</th>
          </tr>
        </thead>
        <tbody>
          {levels.map((level) => (
            <tr key={level.code}>
              <td>
                <div className={styles.row}>
                  {level.badge && (
                    // Beside its name, which says what it is.
                    <img className={styles.badge} src={pictureUrl(level.badge)} alt="" />
                  )}
                  <span>
                    {language === 'en' ? level.name_en : level.name}
                    {level.title && ` · ${language === 'en' ? level.title_en : level.title}`}
                    <div className={styles.quiet}>{level.code}</div>
                  </span>
                </div>
              </td>
              <td>
                {level.needs.length === 0 && t('members.needs_nothing')}
                {level.needs.map((need, i) => (
                  <span key={need.by === 'event' ? need.event : need.by}>
                    {i > 0 && ` ${t(level.match === 'any' ? 'members.or' : 'members.and')} `}
                    {t(`members.need_${need.by}`, { event: need.by === 'event' ? need.event : '' })}{' '}
                    ≥{' '}
                    {need.by === 'spend' ? (
                      <Money fen={need.at_least} />
                    ) : (
                      <Count value={need.at_least} />
                    )}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
