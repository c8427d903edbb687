import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { percent } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { ErrorNote } from '../ui/ErrorNote.tsx'
import { useSettled } from '../ui/settled.ts'
import { groupForecastQuery } from './groupApi.ts'
import styles from './Promotion.module.css'

/** Beside the form: what share of such groups would come together, and what that rests on. */
export function GroupForecast(props: {
  size: number | null | undefined
  hours: number | null | undefined
  completeFrom: number | null | undefined
}) {
  const asked = useSettled(props, 400)
  if (!asked.size || !asked.hours) return null
  const { size, hours, completeFrom } = asked
  return <Told size={size} hours={hours} completeFrom={completeFrom ?? undefined} />
}

function Told(props: { size: number; hours: number; completeFrom: number | undefined }) {
  const t = useTexts()
  const { size, hours, completeFrom } = props
  const found = useQuery({
    ...groupForecastQuery({ size, live_hours: hours, complete_from: completeFrom }),
    placeholderData: keepPreviousData,
  })
  if (found.error) return <ErrorNote error={found.error} />
  const { data } = found
  if (!data) return <p className={styles.quiet}>{t('group_forecast.reckoning')}</p>
  const { members, completed, groups, joins, fewest, beside, alike } = data
  if (!members)
    return (
      <p className={styles.tried} role="status">
        {t('group_forecast.not_enough', { groups, fewest })}
      </p>
    )
  const range = (share: { share: number; low: number; high: number }) =>
    t('group_forecast.share', {
      share: percent(share.share),
      low: percent(share.low),
      high: percent(share.high),
    })
  const sizes = [...new Set(beside.map((one) => one.size))]
  const times = [...new Set(beside.map((one) => one.hours))]
  return (
    <section className={styles.tried} aria-label={t('group_forecast.title')}>
      <p role="status">
        {t('group_forecast.members', { size, hours, range: range(members) })}
        {completed &&
          ` ${t('group_forecast.completed', { from: completeFrom, range: range(completed) })}`}
        {alike.groups > 0 &&
          ` ${t('group_forecast.alike', { groups: alike.groups, completed: alike.completed })}`}
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('group_forecast.title')}</th>
            {times.map((time) => (
              <th key={time} scope="col">
                {t('group_forecast.hours', { count: time })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sizes.map((people) => (
            <tr key={people}>
              <th scope="row">{t('group_forecast.people', { count: people })}</th>
              {times.map((time) => (
                <td key={time}>
                  {percent(
                    beside.find((one) => one.size === people && one.hours === time)?.share ?? 0,
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.quiet}>{t('group_forecast.basis', { groups, joins })}</p>
    </section>
  )
}
