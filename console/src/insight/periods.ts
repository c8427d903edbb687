// Periods of the brand's calendar as the answers name them: by their first day, or an hour by its moment.
import { useLocale } from '../format/locale.tsx'
import { useNow } from '../format/now.ts'
import { dayOf, wholeTime } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import type { Period } from './api.ts'

export const PERIODS = ['hour', 'day', 'week', 'month', 'quarter', 'year'] as const
const HOUR = 3_600_000
const MONTHS: { [Name in Period]?: number } = { month: 1, quarter: 3, year: 12 }

/** The first moment or day after the period. */
function endOf(start: string, period: Period): string {
  if (period === 'hour') return new Date(Date.parse(start) + HOUR).toISOString()
  const day = new Date(`${start}T00:00:00Z`)
  const months = MONTHS[period]
  if (months) day.setUTCMonth(day.getUTCMonth() + months)
  else day.setUTCDate(day.getUTCDate() + (period === 'week' ? 7 : 1))
  return day.toISOString().slice(0, 10)
}

/** Whether the period was over when it was counted. */
export function isOver(start: string, period: Period, asOf: string, timeZone: string): boolean {
  const end = endOf(start, period)
  return period === 'hour'
    ? Date.parse(end) <= Date.parse(asOf)
    : end <= wholeTime(new Date(asOf), timeZone).slice(0, 10)
}

/** Without its year in the year of `today`: of another it is said, or 12-01 would be two days. */
export const shortDay = (day: string, today: string): string =>
  day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day

/** A period as people call it: 11-22, the week of 11-16, 2026-11, 2026 Q4. */
export function usePeriodName(): (start: string, period: Period) => string {
  const t = useTexts()
  const { timeZone } = useLocale()
  const today = dayOf(useNow(), timeZone)
  return (start, period) => {
    switch (period) {
      case 'hour':
        return shortDay(wholeTime(new Date(start), timeZone).slice(0, 16), today)
      case 'day':
        return shortDay(start, today)
      case 'week':
        return t('insight_start.week', { day: shortDay(start, today) })
      case 'month':
        return start.slice(0, 7)
      case 'quarter':
        return `${start.slice(0, 4)} Q${Math.ceil(Number(start.slice(5, 7)) / 3)}`
      case 'year':
        return start.slice(0, 4)
    }
  }
}
