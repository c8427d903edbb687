import { Link } from '@tanstack/react-router'
import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { IdentifierChips } from '../customers/IdentifierChips.tsx'
import { usePlatformName } from '../customers/words.ts'
import { useLocale } from '../format/locale.tsx'
import { exactTime } from '../format/time.ts'
import { type TextKey, useKnownText, useTexts } from '../i18n/texts.ts'
import { CodeBlock, CopyText } from '../ui/Copy.tsx'
import { Money } from '../ui/Figures.tsx'
import { JsonValue } from '../ui/JsonValue.tsx'
import { type KeyValue, KeyValues } from '../ui/KeyValues.tsx'
import type { EventEnvelope } from './api.ts'
import styles from './EventDetail.module.css'

const pageFields = [
  'page_title',
  'page_path',
  'page_url',
  'referrer',
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_content',
  'utm_term',
  'share_id',
  'share_depth',
  'share_method',
] as const

const linkFields = [
  'order_id',
  'store_id',
  'staff_id',
  'channel_id',
  'activity_id',
  'content_id',
] as const

/** An event's whole envelope: what is set, in groups, and all of it as it is stored. */
export function EventDetail(props: { event: EventEnvelope; showCustomer?: boolean }) {
  const { event } = props
  const t = useTexts()
  return (
    <div className={styles.detail}>
      <Group
        title={t('event.properties')}
        rows={propertyRows(event.props)}
        empty={t('event.no_properties')}
      />
      {Object.keys(event.props_aside).length > 0 && (
        <div>
          <Alert type="warning" title={t('event.aside')} style={{ marginBottom: 8 }} />
          <KeyValues rows={propertyRows(event.props_aside)} />
        </div>
      )}
      <div className={styles.columns}>
        <Group title={t('event.what')} rows={useWhatRows(event, props.showCustomer ?? false)} />
        <Group title={t('event.page')} rows={useFieldRows(event, pageFields)} />
        <Group title={t('event.links')} rows={useFieldRows(event, linkFields)} />
        <Group title={t('event.stored')} rows={useStoredRows(event)} />
      </div>
      <details className={styles.raw}>
        <summary>{t('event.raw')}</summary>
        <CodeBlock label={event.event_id} code={JSON.stringify(event, null, 2)} />
      </details>
    </div>
  )
}

function Group(props: { title: string; rows: KeyValue[]; empty?: string }) {
  if (props.rows.length === 0 && !props.empty) return null
  return (
    <section className={styles.group}>
      <h4 className={styles.title}>{props.title}</h4>
      {props.rows.length === 0 ? (
        <p className={styles.none}>{props.empty}</p>
      ) : (
        <KeyValues rows={props.rows} />
      )}
    </section>
  )
}

function propertyRows(properties: Record<string, unknown>): KeyValue[] {
  return Object.entries(properties).map(([name, value]) => ({
    key: name,
    label: <code>{name}</code>,
    value: <JsonValue value={value} />,
  }))
}

type Field = (typeof pageFields)[number] | (typeof linkFields)[number]

function useFieldRows(event: EventEnvelope, fields: readonly Field[]): KeyValue[] {
  const t = useTexts()
  return fields.flatMap((field) => {
    const value = event[field]
    if (value === null || value === undefined || value === '') return []
    return [{ key: field, label: t(`event_field.${field}`), value: String(value) }]
  })
}

function useWhatRows(event: EventEnvelope, showCustomer: boolean): KeyValue[] {
  const t = useTexts()
  const known = useKnownText()
  const platformName = usePlatformName()
  const time = useExactTime()
  const rows: [TextKey, ReactNode][] = [['event_field.at', time(event.at)]]
  if (showCustomer && event.customer_id !== null) {
    rows.push([
      'event_field.customer_id',
      <Link
        key="customer"
        to="/customers/$customerId"
        params={{ customerId: String(event.customer_id) }}
      >
        #{event.customer_id}
      </Link>,
    ])
  }
  rows.push(['event_field.platform', platformName(event.platform)])
  rows.push(['event_field.source', platformName(event.source)])
  if (event.revenue_fen !== 0) {
    rows.push([
      'event_field.revenue',
      <Money key="revenue" fen={event.revenue_fen} currency={event.currency} />,
    ])
  }
  if (event.actor) {
    const [kind = '', id] = event.actor.split(':', 2)
    const words = known(`actor.${kind}`)
    // The system has no name beside what it is.
    const who = kind === id ? words : words && `${words} ${id}`
    rows.push(['event_field.actor', who ?? event.actor])
  }
  if (event.historical) rows.push(['event_field.historical', t('event.historical_hint')])
  rows.push([
    'event_field.identifiers',
    <IdentifierChips key="identifiers" identifiers={event.identifiers} />,
  ])
  rows.push(['event_field.evidence', t(event.verified ? 'evidence.verified' : 'evidence.claimed')])
  return named(rows, t)
}

function useStoredRows(event: EventEnvelope): KeyValue[] {
  const t = useTexts()
  const known = useKnownText()
  const time = useExactTime()
  const rows: [TextKey, ReactNode][] = [
    ['event_field.event_id', <CopyText key="event" text={event.event_id} />],
  ]
  if (event.message_id) {
    rows.push(['event_field.message_id', <CopyText key="message" text={event.message_id} />])
  }
  if (event.session_id) {
    rows.push(['event_field.session_id', <CopyText key="session" text={event.session_id} />])
  }
  if (event.client_at) rows.push(['event_field.client_at', time(event.client_at)])
  rows.push(['event_field.received_at', time(event.received_at)])
  rows.push(['event_field.protocol', known(`protocol.${event.protocol}`) ?? event.protocol])
  rows.push(['event_field.batch_id', String(event.batch_id)])
  return named(rows, t)
}

function useExactTime(): (at: string) => string {
  const { timeZone } = useLocale()
  return (at) => exactTime(new Date(at), timeZone)
}

function named(rows: [TextKey, ReactNode][], t: (key: TextKey) => string): KeyValue[] {
  return rows.map(([key, value]) => ({ key, label: t(key), value }))
}
