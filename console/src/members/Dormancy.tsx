import { useQuery } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count, Money } from '../ui/Figures.tsx'
import { Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { dormancyQuery } from './api.ts'
import styles from './Members.module.css'

const shareOf = ({ members, dormant }: { members: number; dormant: number }) =>
  members === 0 ? '–' : `${((100 * dormant) / members).toFixed(1)}%`

/** How long members have bought nothing, beside what lies with them unused. */
export function Dormancy() {
  const t = useTexts()
  const { data, error, refetch } = useQuery(dormancyQuery)
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />
  if (!data) return <SkeletonLines lines={6} />
  const { stretches, holding, holding_nothing, dormant_days } = data
  return (
    <Panel title={t('members.dormancy')}>
      <p>
        {t('members.dormant_told', {
          ...{ days: dormant_days, holding: shareOf(holding) },
          ...{ nothing: shareOf(holding_nothing), members: holding.members },
          others: holding_nothing.members,
        })}
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('members.last_bought')}</th>
            <th scope="col" data-kind="number">
              {t('members.customers')}
            </th>
            <th scope="col" data-kind="number">
              {t('members.holding')}
            </th>
            <th scope="col" data-kind="number">
              {t('members.points_held')}
            </th>
            <th scope="col" data-kind="number">
              {t('members.value_held')}
            </th>
          </tr>
        </thead>
        <tbody>
          {stretches.map((one) => (
            <tr key={`${one.from_days} ${one.to_days}`}>
              <td>
                {one.from_days === null
                  ? t('members.never_bought')
                  : one.to_days === null
                    ? t('members.days_over', { from: one.from_days })
                    : t('members.days_between', { from: one.from_days, to: one.to_days })}
              </td>
              <td data-kind="number">
                <Count value={one.members} />
              </td>
              <td data-kind="number">
                <Count value={one.holding} />
              </td>
              <td data-kind="number">
                <Count value={one.points} />
              </td>
              <td data-kind="number">
                <Money fen={one.held_fen} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.quiet}>{t('members.dormancy_words')}</p>
    </Panel>
  )
}
