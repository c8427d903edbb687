import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { type Ladder, reportQuery } from './api.ts'
import styles from './Members.module.css'
import { useLevelNames } from './words.tsx'

/** How many stand where, from the highest, and the moves of each month. */
export function Pyramid(props: { ladder: Ladder }) {
  const t = useTexts()
  const { names, nameOf } = useLevelNames(props.ladder)
  const report = useQuery(reportQuery(props.ladder))
  if (report.error) return <ErrorPanel error={report.error} onRetry={() => void report.refetch()} />
  if (!report.data) return <SkeletonLines lines={8} />
  const { levels, months } = report.data
  if (levels.length === 0) return <EmptyState compact title={t('members.nobody')} />
  const all = levels.reduce((sum, one) => sum + one.customers, 0)
  const ranks = [...names.keys()]
  const sorted = levels.toSorted((a, b) => ranks.indexOf(b.level) - ranks.indexOf(a.level))
  return (
    <>
      <Panel title={t('members.pyramid')}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('members.level')}</th>
              <th scope="col" data-kind="number">
                {t('members.customers')}
              </th>
              <th scope="col" data-kind="number">
                {t('members.share')}
              </th>
              <th scope="col" data-kind="number">
                {t('members.in_grace')}
              </th>
              <th scope="col" data-kind="number">
                {t('members.spend')}
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((one) => (
              <tr key={one.level}>
                <td>{nameOf(one.level)}</td>
                <td data-kind="number">
                  <Count value={one.customers} />
                </td>
                <td data-kind="number">{((100 * one.customers) / all).toFixed(1)}%</td>
                <td data-kind="number">
                  <Count value={one.in_grace} />
                </td>
                <td data-kind="number">
                  <Money fen={one.spend_fen} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title={t('members.by_month')}>
        {months.length === 0 ? (
          <p className={styles.quiet}>{t('members.no_moves')}</p>
        ) : (
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{t('members.month')}</th>
                <th scope="col">{t('members.move')}</th>
                <th scope="col" data-kind="number">
                  {t('members.customers')}
                </th>
              </tr>
            </thead>
            <tbody>
              {months.map((one) => (
                <tr key={`${one.month} ${one.from_level} ${one.to_level}`}>
                  <td>{one.month}</td>
                  <td>
                    {nameOf(one.from_level) ?? t('members.none')} →{' '}
                    {nameOf(one.to_level) ?? t('members.none')}
                  </td>
                  <td data-kind="number">
                    <Count value={one.customers} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
    </>
  )
}
