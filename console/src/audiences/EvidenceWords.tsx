import { Fragment, type ReactNode } from 'react'
import { exactNumber } from '../format/number.ts'
import { useTexts } from '../i18n/texts.ts'
import { When } from '../ui/When.tsx'
import type { Explained } from './api.ts'
import { fenText, type Sayer } from './say.ts'

type Evidence = NonNullable<Explained['parts'][number]['evidence']>

/** What an answer rests on, in one line or a few. */
export function EvidenceWords(props: { evidence: Evidence; sayer: Sayer }): ReactNode {
  const t = useTexts()
  const { evidence, sayer } = props
  switch (evidence.kind) {
    case 'events':
      if (evidence.count === 0) return t('audience_why.no_evidence')
      return (
        <>
          <Facts
            facts={[
              t('audience_why.events', { count: evidence.count }),
              evidence.value !== null &&
                t('audience_why.value', { value: exactNumber(evidence.value) }),
              time(t('audience_why.first'), evidence.first_at),
              time(t('audience_why.last'), evidence.last_at),
            ]}
          />
          {evidence.latest.map((event) => (
            <div key={event.event_id}>
              <When at={event.at} /> {sayer.labels.event(event.name)}{' '}
              {event.properties
                .map(({ name, value }) => `${sayer.labels.property(name)} ${value ?? '—'}`)
                .join(' · ')}
            </div>
          ))}
        </>
      )
    case 'state':
      if (evidence.rows.length === 0) return t('audience_why.no_evidence')
      return evidence.rows.map((row) => (
        <div key={row.key}>
          {sayer.labels.attribute(row.key)}{' '}
          {typeof row.value === 'string'
            ? sayer.labels.attributeValue(row.key, row.value)
            : shown(row.value)}{' '}
          <When at={row.since} />
        </div>
      ))
    case 'orders':
      return (
        <>
          <Facts
            facts={[
              t('audience_why.orders', { count: evidence.orders }),
              fenText(evidence.amount_fen, sayer),
              time(t('audience_why.last'), evidence.last_at),
            ]}
          />
          {evidence.latest.map((order) => (
            <div key={`${order.order_id}${order.at}`}>
              <When at={order.at} /> {sayer.labels.event(order.name)} {order.order_id}{' '}
              {fenText(order.amount_fen, sayer)}
            </div>
          ))}
        </>
      )
    case 'rank':
      return evidence.rank === null
        ? t('audience_why.no_rank', { of: exactNumber(evidence.of) })
        : t('audience_why.rank', { rank: exactNumber(evidence.rank), of: exactNumber(evidence.of) })
    case 'audience':
      return (
        <Facts
          facts={[
            t(evidence.inside ? 'audience_audience.in' : 'audience_audience.not_in'),
            time(t('audience_why.since'), evidence.since),
          ]}
        />
      )
    case 'share':
      return t('audience_why.share', { share: `${exactNumber(evidence.share / 100)}%` })
  }
}

const shown = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)

const time = (words: string, at: string | null) =>
  at && (
    <span>
      {words} <When at={at} />
    </span>
  )

function Facts(props: { facts: ReactNode[] }) {
  return props.facts.filter(Boolean).map((fact, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: facts never change places
    <Fragment key={place}>
      {place > 0 && ' · '}
      {fact}
    </Fragment>
  ))
}
