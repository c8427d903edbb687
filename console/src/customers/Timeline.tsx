import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Select } from 'antd'
import { ExportButton } from '../desk/ExportButton.tsx'
import { DayRange, EventNameFilter } from '../events/filters.tsx'
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
import { type Customer, customerTimelineQuery, type TimelineLine } from './api.ts'
import { withReported } from './reported.ts'
import styles from './Timeline.module.css'
import { TimelineEvent } from './TimelineEvent.tsx'
import { TimelineVisit } from './TimelineVisit.tsx'
import { withVisits } from './visits.ts'
import { usePlatformName } from './words.ts'

const route = getRouteApi('/app/customers/$customerId')
const KINDS = ['trade', 'visit', 'contact', 'profile', 'other'] as const
type Kind = (typeof KINDS)[number]

/** The address is anybody's to write. */
const kindIn = (text: string | undefined): Kind | undefined => KINDS.find((kind) => kind === text)

/** Everything the customer did, newest first, a heading a day, a visit a line. */
export function Timeline(props: { customer: Customer }) {
  const t = useTexts()
  const { id } = props.customer
  const { kind, platform, name, source, from, to } = route.useSearch()
  const { timeZone } = useLocale()
  const lines = useInfiniteQuery(
    customerTimelineQuery(id, {
      kind: kindIn(kind),
      platform: platform?.split(','),
      name,
      source,
      ...spanOfDays(from, to, timeZone),
    }),
  )
  const items = lines.data?.pages.flatMap((page) => page.items)
  const isFiltered = Boolean(kindIn(kind) || platform || name || source || from || to)

  return (
    <div className={styles.timeline}>
      <TimelineFilters customer={props.customer} isFiltered={isFiltered} />
      <Panel flush>
        {!items && lines.error && (
          <ErrorPanel error={lines.error} onRetry={() => void lines.refetch()} />
        )}
        {!items && !lines.error && (
          <div className={styles.loading}>
            <SkeletonLines lines={14} />
          </div>
        )}
        {items?.length === 0 && (
          <EmptyState title={isFiltered ? t('timeline.no_match') : t('timeline.empty')} />
        )}
        {items && items.length > 0 && <Days customerId={id} lines={items} />}
        <More list={lines} />
      </Panel>
    </div>
  )
}

type Filter = Partial<Record<'kind' | 'platform' | 'name' | 'source' | 'from' | 'to', string>>

function TimelineFilters(props: { customer: Customer; isFiltered: boolean }) {
  const t = useTexts()
  const { kind, platform, name, source, from, to } = route.useSearch()
  const { timeZone } = useLocale()
  const navigate = useNavigate()
  const platformName = usePlatformName()
  const { id, platforms } = props.customer
  const filter = (changed: Filter) =>
    void navigate({
      to: '/customers/$customerId',
      params: { customerId: String(id) },
      search: { kind, platform, name, source, from, to, ...changed },
      replace: true,
    })
  const chosen = platform?.split(',') ?? []
  return (
    <Filters>
      <Select<Kind>
        aria-label={t('timeline.kind')}
        placeholder={t('timeline.kind')}
        allowClear
        style={{ width: 92 }}
        value={kindIn(kind)}
        onChange={(value?: Kind) => filter({ kind: value })}
        options={KINDS.map((value) => ({ value, label: t(`timeline.kind_${value}`) }))}
      />
      <Select<string[]>
        aria-label={t('timeline.platform')}
        placeholder={t('timeline.platform')}
        mode="multiple"
        maxTagCount="responsive"
        popupMatchSelectWidth={false}
        style={{ width: 96 }}
        value={chosen}
        onChange={(values) => filter({ platform: values.join(',') || undefined })}
        options={[...new Set([...platforms, ...chosen])].map((value) => ({
          value,
          label: platformName(value),
        }))}
      />
      <EventNameFilter width={132} value={name} onChange={(value) => filter({ name: value })} />
      <DayRange from={from} to={to} onChange={({ from, to }) => filter({ from, to })} />
      {props.isFiltered && (
        <ButtonLink
          color="default"
          variant="text"
          to="/customers/$customerId"
          params={{ customerId: String(id) }}
          replace
        >
          {t('filter.clear')}
        </ButtonLink>
      )}
      <ExportButton
        atEnd
        kind="events"
        params={{
          customer_id: id,
          kind: kindIn(kind),
          platforms: platform?.split(','),
          name,
          source,
          ...spanOfDays(from, to, timeZone),
        }}
      />
    </Filters>
  )
}

function Days(props: { customerId: number; lines: readonly TimelineLine[] }) {
  const { language, timeZone } = useLocale()
  const now = useNow()
  const days = Map.groupBy(withReported(props.lines), (line) => dayOf(new Date(line.at), timeZone))
  return [...days].map(([day, lines]) => (
    <section key={day}>
      <h3 className={styles.day}>{dayHeading(day, now, timeZone, language)}</h3>
      <ol>
        {withVisits(lines).map((entry) =>
          'visit' in entry ? (
            <TimelineVisit key={entry.visit} customerId={props.customerId} lines={entry.lines} />
          ) : (
            <TimelineEvent
              key={entry.event_id}
              customerId={props.customerId}
              line={entry}
              reported={entry.reported}
            />
          ),
        )}
      </ol>
    </section>
  ))
}
