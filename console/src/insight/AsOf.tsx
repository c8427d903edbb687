// The figures of a page as of a past day: chosen beside the question, kept in the address.
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Alert, Button, DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useCallback } from 'react'
import { useLocale } from '../format/locale.tsx'
import { useNow } from '../format/now.ts'
import { dayOf } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import styles from './Insight.module.css'

const DAY = /^\d{4}-\d\d-\d\d$/

/** The day, or undefined for now, and how it is changed. */
export function useAsOf(): [string | undefined, (day: string | undefined) => void] {
  const navigate = useNavigate()
  const given = useSearch({ strict: false, select: ({ as_of }: { as_of?: string }) => as_of })
  const put = useCallback(
    (day: string | undefined) =>
      void navigate({
        to: '.',
        search: (search: Record<string, unknown>) => ({ ...search, as_of: day }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )
  return [given !== undefined && DAY.test(given) ? given : undefined, put]
}

export function AsOfField() {
  const t = useTexts()
  const { timeZone } = useLocale()
  const today = dayOf(useNow(), timeZone)
  const [day, put] = useAsOf()
  return (
    <fieldset className={styles.field}>
      <legend className={styles.label}>{t('insight_as_of.field')}</legend>
      <div className={styles.row}>
        <DatePicker
          variant="filled"
          aria-label={t('insight_as_of.field')}
          placeholder={t('insight_as_of.now')}
          value={day === undefined ? null : dayjs(day)}
          maxDate={dayjs(today)}
          onChange={(chosen) => put(chosen ? chosen.format('YYYY-MM-DD') : undefined)}
        />
      </div>
    </fieldset>
  )
}

/** Said above every answer of a past day. */
export function AsOfSaid() {
  const t = useTexts()
  const [day, put] = useAsOf()
  if (day === undefined) return null
  return (
    <Alert
      type="info"
      showIcon
      title={t('insight_as_of.title', { day })}
      description={t('insight_as_of.words')}
      action={
        <Button size="small" onClick={() => put(undefined)}>
          {t('insight_as_of.back')}
        </Button>
      }
    />
  )
}
