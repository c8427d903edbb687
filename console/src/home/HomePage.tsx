import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTexts } from '../i18n/texts.ts'
import { useTenant } from '../session/session.ts'
import { useDays } from '../shell/days.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { When } from '../ui/When.tsx'
import { homeQuery } from './api.ts'
import { FirstSteps } from './FirstSteps.tsx'
import styles from './HomePage.module.css'
import { HomeSkeleton } from './HomeSkeleton.tsx'
import { Newest } from './Newest.tsx'
import { Origins } from './Origins.tsx'
import { TodayFigures } from './TodayFigures.tsx'
import { Trends } from './Trends.tsx'
import { Waiting } from './Waiting.tsx'

/** What came in today, how the days before went, and what waits. */
export function HomePage() {
  const t = useTexts()
  const tenant = useTenant()
  const { days } = useDays('last_14')
  const home = useQuery({
    ...homeQuery(days.from, days.to),
    placeholderData: keepPreviousData,
  })
  const { data } = home

  return (
    <Page
      title={t('home.title')}
      purpose={t('home.purpose', { brand: tenant.name })}
      actions={
        data && (
          <span className={styles.asOf}>
            {t('home.as_of')} <When at={data.as_of} />
          </span>
        )
      }
    >
      {home.error && !data && (
        <Panel>
          <ErrorPanel
            error={home.error}
            onRetry={() => home.refetch()}
            retrying={home.isFetching}
          />
        </Panel>
      )}
      {!home.error && !data && <HomeSkeleton />}
      {data && (
        <>
          <FirstSteps hasEvents={data.has_events} />
          <TodayFigures home={data} />
          <div className={styles.columns}>
            <div className={styles.wide}>
              <Trends home={data} isStale={home.isPlaceholderData} />
            </div>
            <div className={styles.narrow}>
              <Waiting home={data} />
              <Newest />
            </div>
          </div>
          <div className={styles.halves}>
            <Origins home={data} by="platform" />
            <Origins home={data} by="source" />
          </div>
        </>
      )}
    </Page>
  )
}
