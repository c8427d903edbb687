import { usePlatformName } from '../customers/words.ts'
import { useTexts } from '../i18n/texts.ts'
import { TrendChart } from '../ui/Chart.tsx'
import type { TrackedDetail } from './api.ts'

/** Series beyond these are drawn as one. */
const MOST = 5

/** Events a day, by platform, over the last month. */
export function EventTrend(props: { event: TrackedDetail }) {
  const t = useTexts()
  const platformName = usePlatformName()
  const { trend, days_of_trend: days } = props.event
  const totals = new Map<string, number>()
  for (const { platform, n } of trend) totals.set(platform, (totals.get(platform) ?? 0) + n)
  const ranked = [...totals].sort(([, a], [, b]) => b - a).map(([platform]) => platform)
  const named = ranked.length > MOST + 1 ? ranked.slice(0, MOST) : ranked
  const valuesOf = (is: (platform: string) => boolean) =>
    days.map((day) =>
      trend.reduce((sum, one) => (one.day === day && is(one.platform) ? sum + one.n : sum), 0),
    )
  const series = named.map((platform) => ({
    key: platform || 'unknown',
    name: platform ? platformName(platform) : t('tracking.no_platform'),
    values: valuesOf((one) => one === platform),
  }))
  if (named.length < ranked.length)
    series.push({
      key: 'others',
      name: t('tracking.other_platforms'),
      values: valuesOf((one) => !named.includes(one)),
    })
  return (
    <TrendChart
      title={t('tracking.trend')}
      definition={t('tracking.trend_words')}
      axis={t('tracking.day')}
      height={280}
      kind="bar"
      stacked
      labels={days.map((day) => day.slice(5))}
      series={
        series.length > 0
          ? series
          : [{ key: 'none', name: t('tracking.no_platform'), values: days.map(() => 0) }]
      }
      unfinished
    />
  )
}
