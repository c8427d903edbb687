import { useLocale } from '../format/locale.tsx'
import { dayOf } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import styles from './Sparkline.module.css'

const DAYS = 30
const DAY = 86_400_000

/** Events a day of the last month, the tallest bar the busiest day. */
export function Sparkline(props: { days: readonly { day: string; n: number }[]; total: number }) {
  const t = useTexts()
  const { timeZone } = useLocale()
  const counts = new Map(props.days.map(({ day, n }) => [day, n]))
  const today = Date.now()
  const bars = Array.from({ length: DAYS }, (_, i) => {
    const day = dayOf(new Date(today - (DAYS - 1 - i) * DAY), timeZone)
    return { day, n: counts.get(day) ?? 0 }
  })
  const most = Math.max(1, ...bars.map(({ n }) => n))
  const recent = bars.reduce((sum, { n }) => sum + n, 0)
  const words = t('customer.activity_words', { recent, total: props.total })
  return (
    <svg
      className={styles.spark}
      viewBox={`0 0 ${DAYS * 4} 28`}
      role="img"
      aria-label={words}
      preserveAspectRatio="none"
    >
      <title>{words}</title>
      {bars.map(({ day, n }, i) => {
        const height = n === 0 ? 1 : 3 + (n / most) * 25
        return (
          <rect
            key={day}
            x={i * 4}
            y={28 - height}
            width={3}
            height={height}
            className={n === 0 ? styles.still : styles.busy}
          >
            <title>{`${day}: ${n}`}</title>
          </rect>
        )
      })}
    </svg>
  )
}
