import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { useDays } from '../../shell/days.ts'
import { Chip } from '../../ui/Chip.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { Panel } from '../../ui/Page.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { catalogueQuery, type Metric, metricsQuery } from '../board/api.ts'
import { type Catalogue, useCatalogue } from '../board/metrics.ts'
import { InsightFrame } from '../InsightFrame.tsx'
import styles from './Glossary.module.css'
import { MetricNow } from './MetricNow.tsx'

const route = getRouteApi('/app/insight/metrics')

/** Every metric: what it is, how it is reckoned, and the very statement that makes it. */
export function GlossaryPage() {
  const t = useTexts()
  const { metric: chosen } = route.useSearch()
  const navigate = route.useNavigate()
  const catalogue = useCatalogue()
  const query = useQuery(catalogueQuery)
  const [q, setQ] = useState('')
  const wanted = q.trim().toLowerCase()
  const found = (catalogue?.metrics ?? []).filter((metric) => {
    const { name, definition } = catalogue?.words(metric.code) ?? { name: '', definition: '' }
    return `${metric.code} ${name} ${definition}`.toLowerCase().includes(wanted)
  })
  return (
    <InsightFrame code="glossary">
      <Input.Search
        allowClear
        className={styles.search}
        placeholder={t('glossary.search')}
        aria-label={t('glossary.search')}
        onChange={(event) => setQ(event.target.value)}
      />
      {query.error && (
        <Panel>
          <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
        </Panel>
      )}
      {!catalogue && !query.error && (
        <Panel>
          <SkeletonLines lines={10} />
        </Panel>
      )}
      {catalogue && found.length === 0 && (
        <Panel>
          <EmptyState title={t('glossary.no_match')} />
        </Panel>
      )}
      {catalogue &&
        (['long', 'short'] as const).map((term) => {
          const ofTerm = found.filter((metric) => metric.term === term)
          return (
            ofTerm.length > 0 && (
              <Panel key={term} title={t(`metric_term.${term}`)} flush>
                <ul>
                  {ofTerm.map((metric) => (
                    <Entry
                      key={metric.code}
                      metric={metric}
                      catalogue={catalogue}
                      isOpen={metric.code === chosen}
                      onToggle={() =>
                        void navigate({
                          search: (search) => ({
                            ...search,
                            metric: metric.code === chosen ? undefined : metric.code,
                          }),
                          replace: true,
                          resetScroll: false,
                        })
                      }
                    />
                  ))}
                </ul>
              </Panel>
            )
          )
        })}
    </InsightFrame>
  )
}

function Entry(props: {
  metric: Metric
  catalogue: Catalogue
  isOpen: boolean
  onToggle: () => void
}) {
  const t = useTexts()
  const { metric, catalogue, isOpen } = props
  const { name, definition, formula, band } = catalogue.words(metric.code)
  return (
    <li className={styles.entry} id={metric.code}>
      <div className={styles.head}>
        <h3 className={styles.name}>{name}</h3>
        <code className={styles.code}>{metric.code}</code>
        {metric.is_vanity && <Chip tone="warning">{t('glossary.vanity')}</Chip>}
        {metric.is_stock && <Chip>{t('glossary.stock')}</Chip>}
      </div>
      <p>{definition}</p>
      <p className={styles.formula}>
        {t('glossary.formula')} <code>{formula}</code>
      </p>
      {metric.beside !== null && (
        <p className={styles.aside}>
          {t('glossary.beside', { name: catalogue.words(metric.beside).name })}
        </p>
      )}
      {metric.band && (
        <p className={styles.aside}>
          {t('board.band', { from: metric.band.from * 100, to: metric.band.to * 100 })} · {band}
        </p>
      )}
      {metric.may_see ? (
        <Button type="link" size="small" className={styles.more} onClick={props.onToggle}>
          {t(isOpen ? 'glossary.close' : 'glossary.open')}
        </Button>
      ) : (
        <p className={styles.aside}>{t('board.not_yours_words')}</p>
      )}
      {isOpen && metric.may_see && <Now metric={metric} catalogue={catalogue} />}
    </li>
  )
}

function Now(props: { metric: Metric; catalogue: Catalogue }) {
  const { days } = useDays('last_90')
  const answer = useQuery(
    metricsQuery({
      metrics: [props.metric.code],
      ...{ period: 'week', date_from: days.from, date_to: days.to },
    }),
  )
  if (answer.error && !answer.data)
    return <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />
  const told = answer.data?.metrics[0]
  if (!answer.data || !told) return <SkeletonLines lines={6} />
  return <MetricNow told={told} answer={answer.data} catalogue={props.catalogue} days={days} />
}
