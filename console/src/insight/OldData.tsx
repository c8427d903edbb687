// What a brand brought in of long ago lies outside the days that a page begins with: said, with the
// way there.
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { addDays, lengthOf, readDays, writeDays } from '../format/days.ts'
import { useLocale } from '../format/locale.tsx'
import { useNow } from '../format/now.ts'
import { dayOf } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { useAskedDays } from '../shell/days.ts'
import { useAsOf } from './AsOf.tsx'
import { freshnessQuery } from './board/api.ts'
import styles from './Insight.module.css'
import type { InsightCode } from './pages.ts'

const app = getRouteApi('/app')
/** Their figures look back from now, or from the day they are asked as of. */
const LOOK_BACK: readonly InsightCode[] = ['rfm', 'clv', 'watch']

export function OldData(props: { code: InsightCode }) {
  const t = useTexts()
  const navigate = useNavigate()
  const { timeZone } = useLocale()
  const today = dayOf(useNow(), timeZone)
  const asked = useAskedDays()
  const chosen = app.useSearch({ select: (search) => search.days })
  const [asOf, putAsOf] = useAsOf()
  const happened = useQuery(freshnessQuery).data?.happened
  if (!happened) return null
  const { first, last } = happened
  if (asked !== undefined) {
    const days = readDays(chosen, today, asked)
    if (days.from <= last && days.to >= first) return null
    const from = addDays(last, 1 - lengthOf(days))
    const look = (span: { from: string; to: string }) =>
      void navigate({
        to: '.',
        search: (search: Record<string, unknown>) => ({ ...search, days: writeDays(span) }),
      })
    return (
      <Alert
        type="info"
        showIcon
        title={t('insight_old.title', { first, last })}
        action={
          <div className={styles.row}>
            {from > first && (
              <Button size="small" onClick={() => look({ from, to: last })}>
                {t('insight_old.last', { count: lengthOf(days) })}
              </Button>
            )}
            <Button size="small" type="primary" onClick={() => look({ from: first, to: last })}>
              {t('insight_old.all')}
            </Button>
          </div>
        }
      />
    )
  }
  if (asOf !== undefined || !LOOK_BACK.includes(props.code)) return null
  return (
    <Alert
      type="info"
      showIcon
      title={t('insight_old.title_now', { first, last })}
      action={
        <Button size="small" type="primary" onClick={() => putAsOf(last)}>
          {t('insight_old.as_of', { last })}
        </Button>
      }
    />
  )
}
