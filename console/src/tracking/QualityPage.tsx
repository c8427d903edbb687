import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Select } from 'antd'
import { usePlatformName } from '../customers/words.ts'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { TrendChart } from '../ui/Chart.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Figure, FigureRow } from '../ui/Figure.tsx'
import { Filters, Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { When } from '../ui/When.tsx'
import { Alerts } from './Alerts.tsx'
import { Gaps } from './Gaps.tsx'
import { metrics, type Quality, type QualityDay, qualityQuery } from './qualityApi.ts'
import { Sources } from './Sources.tsx'
import styles from './tracking.module.css'

const route = getRouteApi('/app/tracking/quality')

/** What the data is worth: four measures a day, what lowered them, and who is told. */
export function QualityPage() {
  const t = useTexts()
  const { source } = route.useSearch()
  const navigate = useNavigate()
  const platformName = usePlatformName()
  const loaded = useQuery(qualityQuery)
  const quality = loaded.data
  const days = quality && daysOf(quality, source)
  const isEmpty = quality?.days.every((day) => day.figures.events + day.figures.dead === 0)
  return (
    <Page
      title={t('quality.title')}
      purpose={t('quality.purpose')}
      actions={
        quality?.measured_at && (
          <span className={styles.quiet}>
            {t('quality.measured')} <When at={quality.measured_at} />
          </span>
        )
      }
    >
      {!quality && (
        <Panel>
          {loaded.error ? (
            <ErrorPanel
              error={loaded.error}
              onRetry={() => loaded.refetch()}
              retrying={loaded.isFetching}
            />
          ) : (
            <SkeletonLines lines={16} />
          )}
        </Panel>
      )}
      {quality && isEmpty && (
        <Panel>
          <EmptyState
            title={t('quality.empty')}
            action={<ButtonLink to="/sdk">{t('sdk.title')}</ButtonLink>}
          >
            <p>{t('quality.empty_words')}</p>
          </EmptyState>
        </Panel>
      )}
      {quality && days && !isEmpty && (
        <>
          <Filters>
            <Select
              style={{ minWidth: 200 }}
              aria-label={t('filter.source')}
              value={source ?? ''}
              onChange={(value: string) =>
                void navigate({
                  to: '/tracking/quality',
                  search: { source: value || undefined },
                  replace: true,
                })
              }
              options={[
                { value: '', label: t('quality.everywhere') },
                ...quality.sources.map(({ source }) => ({
                  value: source,
                  label: platformName(source),
                })),
              ]}
            />
          </Filters>
          <Scores days={days} isWhole={!source} />
          <Panel>
            <TrendChart
              title={t('quality.trend')}
              definition={t('quality.trend_words')}
              axis={t('tracking.day')}
              labels={days.map(({ day }) => day.slice(5))}
              series={metrics
                .filter((metric) => !source || metric !== 'agreement')
                .map((metric) => ({
                  key: metric,
                  name: t(`quality.${metric}`),
                  values: days.map((day) => day[metric]),
                }))}
              unfinished
              most={100}
            />
          </Panel>
          <Gaps source={source} />
          {!source && <Sources quality={quality} />}
          <Alerts sources={quality.sources.map((one) => one.source)} />
        </>
      )}
    </Page>
  )
}

function daysOf(quality: Quality, source: string | undefined): QualityDay[] {
  if (!source) return quality.days
  return quality.sources.find((one) => one.source === source)?.days ?? []
}

/** The last day with enough to go by, against the mean of the week before it. */
function Scores(props: { days: QualityDay[]; isWhole: boolean }) {
  const t = useTexts()
  return (
    <FigureRow label={t('quality.title')}>
      {metrics
        .filter((metric) => props.isWhole || metric !== 'agreement')
        .map((metric) => {
          const at = props.days.findLastIndex((day) => day[metric] !== null)
          const day = props.days[at]
          const before = props.days
            .slice(Math.max(0, at - 7), Math.max(0, at))
            .flatMap((one) => one[metric] ?? [])
          return (
            <Figure
              key={metric}
              title={t(`quality.${metric}`)}
              definition={t(`quality.${metric}_words`)}
              formula={t(`quality.${metric}_formula`)}
              value={day ? (day[metric] ?? 0) / 100 : null}
              unit="percent"
              change={{
                from:
                  before.length > 0
                    ? before.reduce((a, b) => a + b, 0) / before.length / 100
                    : null,
                good: 'up',
                against: t('quality.week_before'),
              }}
              beside={day && <span className={styles.quiet}>{day.day}</span>}
            />
          )
        })}
    </FigureRow>
  )
}
