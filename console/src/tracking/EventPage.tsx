import { EditOutlined, MoreOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { App, Button, Dropdown, Tabs } from 'antd'
import { useState } from 'react'
import { useEventTitle } from '../events/words.ts'
import { exactNumber } from '../format/number.ts'
import { useKnownText, useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { ButtonLink } from '../ui/ButtonLink.tsx'
import { ErrorPanel, useErrorWords } from '../ui/ErrorPanel.tsx'
import { Count } from '../ui/Figures.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { Page, Panel } from '../ui/Page.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { TRACKING, type TrackedDetail, trackedEventQuery, unplanEvent } from './api.ts'
import { EventForm } from './EventForm.tsx'
import { EventHistory } from './EventHistory.tsx'
import { EventTrend } from './EventTrend.tsx'
import { PropertyTable } from './PropertyTable.tsx'
import { RulesPanel } from './RulesPanel.tsx'
import styles from './tracking.module.css'
import { Platforms, Problems, StatusChip } from './words.tsx'

const route = getRouteApi('/app/events/catalogue/$event')
const tabs = ['properties', 'rules', 'history'] as const

/** One event: what it is, how much of it comes, what it carries, what it is held against. */
export function EventPage() {
  const t = useTexts()
  const { event: name } = route.useParams()
  const { tab: wanted } = route.useSearch()
  const tab = tabs.find((known) => known === wanted) ?? 'properties'
  const navigate = useNavigate()
  const titleOf = useEventTitle()
  const mayManage = useMay('events:manage')
  const [isEditing, setIsEditing] = useState(false)
  const [isCopying, setIsCopying] = useState(false)
  const loaded = useQuery(trackedEventQuery(name))
  const event = loaded.data

  return (
    <Page
      title={titleOf(name) ?? name}
      facts={
        event && (
          <div className={styles.facts}>
            <code>{event.name}</code>
            <StatusChip event={event} />
            <Problems problems={event.problems} />
            <Platforms platforms={event.platforms} />
          </div>
        )
      }
      actions={
        event && (
          <>
            <ButtonLink
              color="default"
              variant="outlined"
              to="/events"
              search={{ name: event.name }}
            >
              {t('catalogue.see_events')}
            </ButtonLink>
            {mayManage && (
              <>
                <Button type="primary" icon={<EditOutlined />} onClick={() => setIsEditing(true)}>
                  {event.plan ? t('tracking.edit_event') : t('tracking.add_to_plan')}
                </Button>
                {event.plan && <MoreActions event={event} onCopy={() => setIsCopying(true)} />}
              </>
            )}
          </>
        )
      }
    >
      {loaded.error && !event && (
        <Panel>
          <ErrorPanel
            error={loaded.error}
            onRetry={() => loaded.refetch()}
            retrying={loaded.isFetching}
          />
        </Panel>
      )}
      {!loaded.error && !event && (
        <Panel>
          <SkeletonLines lines={14} />
        </Panel>
      )}
      {event && (
        <>
          <div className={styles.columns}>
            <Panel>
              <EventTrend event={event} />
            </Panel>
            <Panel title={t('tracking.about')}>
              <About event={event} />
            </Panel>
          </div>
          <Tabs
            activeKey={tab}
            onChange={(next) =>
              void navigate({
                to: '/events/catalogue/$event',
                params: { event: name },
                search: { tab: next === 'properties' ? undefined : next },
                replace: true,
              })
            }
            items={[
              {
                key: 'properties',
                label: `${t('event.properties')} ${exactNumber(event.property_items.length)}`,
                children: <PropertyTable event={event} />,
              },
              {
                key: 'rules',
                label: `${t('tracking.column_rules')} ${exactNumber(event.rules)}`,
                children: <RulesPanel event={event} />,
              },
              {
                key: 'history',
                label: t('tracking.history'),
                children: <EventHistory name={name} />,
              },
            ]}
          />
          <EventForm open={isEditing} event={event} onClose={() => setIsEditing(false)} />
          <EventForm open={isCopying} copied={event} onClose={() => setIsCopying(false)} />
        </>
      )}
    </Page>
  )
}

function About(props: { event: TrackedDetail }) {
  const t = useTexts()
  const { event } = props
  return (
    <div className={styles.stack}>
      {event.plan?.description && <p className={styles.words}>{event.plan.description}</p>}
      <KeyValues
        rows={[
          {
            key: 'owner',
            label: t('tracking.column_owner'),
            value: event.owner || <Nothing />,
          },
          {
            key: 'total',
            label: t('catalogue.column_count'),
            value: <Count value={event.total} />,
          },
          {
            key: 'recent',
            label: t('tracking.column_recent'),
            value: <Count value={event.recent} />,
          },
          {
            key: 'first',
            label: t('customers.column_first_seen'),
            value: <When at={event.first_seen} />,
          },
          {
            key: 'last',
            label: t('catalogue.column_last_seen'),
            value: <When at={event.last_seen} />,
          },
          {
            key: 'sources',
            label: t('tracking.sources'),
            value: event.sources.length > 0 ? <Platforms platforms={event.sources} /> : <Nothing />,
          },
          {
            key: 'used',
            label: t('tracking.used_by'),
            value:
              event.used_by.length > 0 ? (
                <ul className={styles.list}>
                  {event.used_by.map((use) => (
                    <li key={`${use.kind} ${use.id}`}>
                      <Use use={use} />
                    </li>
                  ))}
                </ul>
              ) : (
                <Nothing />
              ),
          },
        ]}
      />
    </div>
  )
}

function Use(props: { use: TrackedDetail['used_by'][number] }) {
  const { kind, name, id } = props.use
  const t = useTexts()
  const known = useKnownText()
  if (kind === 'named_event')
    return (
      <>
        {t('tracking.use_named_event')}{' '}
        <Link to="/tracking/naming" search={{ tab: 'names', open: id }}>
          {name}
        </Link>
      </>
    )
  if (kind === 'consumer') {
    const words = known(`consumer.${name}`)
    if (words) return words
    const [family, plugin] = name.split('.', 2)
    return family === 'plugin' ? (
      <>
        {t('subject.plugin')} {plugin}
      </>
    ) : (
      <>
        {t('tracking.use_consumer')} <code>{name}</code>
      </>
    )
  }
  // A rule of the whole event names no property.
  const [rule = '', property] = name.split(' · ', 2).toReversed()
  return (
    <>
      {t('tracking.use_rule')} {property && <code>{property}</code>}{' '}
      {known(`rule.kind_${rule}`) ?? rule}
    </>
  )
}

function MoreActions(props: { event: TrackedDetail; onCopy: () => void }) {
  const t = useTexts()
  const { modal, message } = App.useApp()
  const errorWords = useErrorWords()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const removing = useMutation({
    mutationFn: () => unplanEvent(props.event.name),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: TRACKING })
      if (props.event.total === 0) void navigate({ to: '/events/catalogue' })
    },
    onError: (error) => void message.error(errorWords(error).title),
  })
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'copy', label: t('tracking.copy_event') },
          { key: 'unplan', danger: true, label: t('tracking.unplan') },
        ],
        onClick: ({ key }) => {
          if (key === 'copy') return props.onCopy()
          modal.confirm({
            title: t('tracking.unplan_title', { name: props.event.name }),
            content: t('tracking.unplan_words', { count: props.event.property_items.length }),
            okText: t('tracking.unplan'),
            okButtonProps: { danger: true },
            cancelText: t('action.cancel'),
            onOk: () => removing.mutateAsync(),
          })
        },
      }}
    >
      <Button icon={<MoreOutlined />} aria-label={t('tracking.more_actions')} />
    </Dropdown>
  )
}
