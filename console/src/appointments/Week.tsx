import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { addDays } from '../format/days.ts'
import { useLocale } from '../format/locale.tsx'
import { useTexts } from '../i18n/texts.ts'
import styles from './Appointments.module.css'
import { daysQuery } from './api.ts'

interface Filter {
  store_id: string | undefined
  staff_id: string | undefined
  service_id: string | undefined
}

/** A week of the calendar: how many are to come each day, and how many of that day came or did not. */
export function Week(props: {
  day: string
  today: string
  filter: Filter
  onChange: (day: string) => void
}) {
  const t = useTexts()
  const { language } = useLocale()
  const shown = props.day === 'all' ? props.today : props.day
  const weekday = new Date(`${shown}T00:00:00Z`).getUTCDay() || 7
  const monday = addDays(shown, 1 - weekday)
  const days = Array.from({ length: 7 }, (_, i) => addDays(monday, i))
  const counts = useQuery({
    ...daysQuery({ ...props.filter, from: monday, to: days[6] ?? monday }),
    placeholderData: keepPreviousData,
  })
  const byDay = new Map((counts.data?.items ?? []).map((one) => [one.day, one]))
  const name = (day: string) =>
    new Intl.DateTimeFormat(language, {
      ...({ weekday: 'short', month: 'numeric', day: 'numeric', timeZone: 'UTC' } as const),
    }).format(new Date(`${day}T00:00:00Z`))
  return (
    <nav className={styles.week} aria-label={t('appointments.week')}>
      <Button onClick={() => props.onChange(addDays(shown, -7))}>
        {t('appointments.week_before')}
      </Button>
      <ul>
        {days.map((day) => {
          const count = byDay.get(day)
          const came = (count?.checked_in ?? 0) + (count?.completed ?? 0)
          return (
            <li key={day}>
              <button
                type="button"
                aria-pressed={day === props.day}
                data-today={day === props.today || undefined}
                onClick={() => props.onChange(day)}
              >
                <span>{name(day)}</span>
                <strong>{t('appointments.to_come', { count: count?.booked ?? 0 })}</strong>
                <small>{t('appointments.came', { came, missed: count?.missed ?? 0 })}</small>
              </button>
            </li>
          )
        })}
      </ul>
      <Button onClick={() => props.onChange(addDays(shown, 7))}>
        {t('appointments.week_after')}
      </Button>
      <Button
        type={props.day === 'all' ? 'primary' : 'default'}
        onClick={() => props.onChange('all')}
      >
        {t('appointments.all_days')}
      </Button>
      <Button disabled={props.day === props.today} onClick={() => props.onChange(props.today)}>
        {t('appointments.today')}
      </Button>
    </nav>
  )
}
