import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useLanguage, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Chip, Chips } from '../ui/Chip.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing } from '../ui/When.tsx'
import { type Difference, differencesQuery } from './api.ts'
import styles from './Members.module.css'

const COLUMNS = ['content', 'service', 'price', 'permission'] as const

/** What one level has and another has not, as it holds now: level × content, service, price, permission. */
export function Differences() {
  const t = useTexts()
  const language = useLanguage()
  const { data, error, refetch } = useQuery(differencesQuery)
  const of = (level: string, column: (typeof COLUMNS)[number]) =>
    (data?.items ?? []).filter((one) => one.column === column && one.levels.includes(level))
  return (
    <Panel title={t('members.matrix')}>
      <p className={styles.quiet}>{t('members.matrix_words')}</p>
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonLines lines={4} />}
      {data?.levels.length === 0 && <p className={styles.quiet}>{t('members.matrix_no_levels')}</p>}
      {data && data.levels.length > 0 && (
        // A cell holds as much as there is: on a narrow screen the table scrolls, not the page.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard
        <section className={styles.wide} aria-label={t('members.matrix')} tabIndex={0}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('members.level')}</th>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col">
                    {t(`members.column_${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.levels.map((level) => (
                <tr key={level.code}>
                  <th scope="row">{language === 'en' ? level.name_en : level.name}</th>
                  {COLUMNS.map((column) => {
                    const items = of(level.code, column)
                    return (
                      <td key={column}>
                        {items.length === 0 ? (
                          <Nothing />
                        ) : (
                          <Chips>
                            {items.map((one) => (
                              <Told key={`${one.kind} ${one.ref}`} one={one} />
                            ))}
                          </Chips>
                        )}
                      </td>
                    )
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </Panel>
  )
}

/** What it is, where it is set, and who keeps the door. */
function Told({ one }: { one: Difference }) {
  const t = useTexts()
  const language = useLanguage()
  const mayOffers = useMay('promotion:read')
  const mayGoods = useMay('goods:read')
  const name = language === 'en' ? one.name_en : one.name
  const words = t(`members.difference_${one.kind}`, { name, count: one.count ?? 0 })
  const hint = one.enforced
    ? one.others
      ? t('members.difference_others')
      : t('members.difference_kept')
    : t('members.difference_asked')
  const link =
    one.kind === 'reward' || one.kind === 'content' ? (
      <Link to="/rewards/$rewardId" params={{ rewardId: one.ref }}>
        {words}
      </Link>
    ) : one.kind === 'offer' && mayOffers ? (
      <Link to="/offers" search={{ q: one.name }}>
        {words}
      </Link>
    ) : one.kind === 'member_price' && mayGoods ? (
      <Link to="/products">{words}</Link>
    ) : (one.kind === 'storefront_seen' || one.kind === 'storefront_bought') && mayGoods ? (
      <Link to="/storefronts" search={{ q: one.name }}>
        {words}
      </Link>
    ) : (
      words
    )
  return (
    <Chip tone={one.enforced ? 'plain' : 'warning'} title={hint}>
      {link}
      {!one.enforced && ` · ${t('members.difference_unkept')}`}
    </Chip>
  )
}
