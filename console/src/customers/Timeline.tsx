import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { ExportButton } from '../desk/ExportButton.tsx'
import type { EventEnvelope } from '../events/api.ts'
import { DayRange, EventNameFilter, SourceFilter } from '../events/filters.tsx'
import { useLocale } from '../format/locale.tsx'
import { useNow } from '../format/now.ts'
import { dayHeading, dayOf, spanOfDays } from '../format/time.ts'
import { useTexts } from '../i18n/texts.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { More } from '../ui/More.tsx'
import { Filters, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { customerEventsQuery } from './api.ts'
import styles from './Timeline.module.css'
import { TimelineEvent } from './TimelineEvent.tsx'

const route = getRouteApi('/app/customers/$customerId')

/** Everything the customer did, newest first, a heading a day. */
export function Timeline(props: { id: number }) {
  const t = useTexts()
  const { name, source, from, to } = route.useSearch()
  const { timeZone } = useLocale()
  const events = useInfiniteQuery(
    customerEventsQuery(props.id, { name, source, ...spanOfDays(from, to, timeZone) }),
  )
  const items = events.data?.pages.flatMap((page) => page.items)

  return (
    <div className={styles.timeline}>
      <TimelineFilters id={props.id} seen={items ?? []} />
      <Panel flush>
        {!items && events.error && (
          <ErrorPanel error={events.error} onRetry={() => void events.refetch()} />
        )}
        {!items && !events.error && (
          <div className={styles.loading}>
            <SkeletonLines lines={14} />
          </div>
        )}
        {items?.length === 0 && (
          <EmptyState
            title={name || source || from || to ? t('timeline.no_match') : t('timeline.empty')}
          />
        )}
        {items && items.length > 0 && <Days events={items} />}
        <More list={events} />
      </Panel>
    </div>
  )
}

function TimelineFilters(props: { id: number; seen: readonly EventEnvelope[] }) {
  const t = useTexts()
  const { name, source, from, to } = route.useSearch()
  const { timeZone } = useLocale()
  const navigate = useNavigate()
  const filter = (changed: { name?: string; source?: string; from?: string; to?: string }) =>
    void navigate({
      to: '/customers/$customerId',
      params: { customerId: String(props.id) },
      search: { name, source, from, to, ...changed },
      replace: true,
    })
  return (
    <Filters>
      <EventNameFilter value={name} onChange={(value) => filter({ name: value })} />
      <SourceFilter
        value={source}
        seen={props.seen.map((event) => event.source)}
        onChange={(value) => filter({ source: value })}
      />
      <DayRange from={from} to={to} onChange={filter} />
      {(name || source || from || to) && (
        <ButtonLink
          color="default"
          variant="text"
          to="/customers/$customerId"
          params={{ customerId: String(props.id) }}
          replace
        >
          {t('filter.clear')}
        </ButtonLink>
      )}
      <ExportButton
        atEnd
        kind="events"
        params={{ customer_id: props.id, name, source, ...spanOfDays(from, to, timeZone) }}
      />
    </Filters>
  )
}

function Days(props: { events: readonly EventEnvelope[] }) {
  const { language, timeZone } = useLocale()
  const now = useNow()
  const days = Map.groupBy(props.events, (event) => dayOf(new Date(event.at), timeZone))
  return [...days].map(([day, events]) => (
    <section key={day}>
      <h3 className={styles.day}>{dayHeading(day, now, timeZone, language)}</h3>
      <ol>
        {events.map((event) => (
          <TimelineEvent key={event.event_id} event={event} />
        ))}
      </ol>
    </section>
  ))
}
