import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { ExportButton } from '../desk/ExportButton.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useMay, useSession } from '../session/session.ts'
import { Chip } from '../ui/Chip.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Count } from '../ui/Figures.tsx'
import { Filters, Page } from '../ui/Page.tsx'
import { Pager } from '../ui/Pager.tsx'
import { PageTable } from '../ui/PageTable.tsx'
import { SearchText } from '../ui/SearchText.tsx'
import { ExperimentForm } from './ExperimentForm.tsx'
import { ExperimentPage } from './ExperimentPage.tsx'
import { experimentsQuery, type OfferExperiment } from './experimentApi.ts'
import { EXPERIMENT_TONES } from './experimentWords.ts'
import { Period } from './Period.tsx'
import styles from './Promotion.module.css'

const route = getRouteApi('/app/offer-experiments')
const PAGE = 50
const STATES = ['planned', 'running', 'stopped', 'decided'] as const

/** Experiments on offers; one of them under its own address. */
export function ExperimentsPage() {
  const { experiment } = route.useSearch()
  return experiment === undefined ? <List /> : <ExperimentPage id={experiment} />
}

function List() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const { scope } = useSession()
  const mayWrite = useMay('promotion:write') && scope.kind === 'all'
  const [isNew, setNew] = useState(false)
  const state = STATES.find((one) => one === search.state)
  const asked = { q: search.q, state, offer_id: search.offer }
  const list = useQuery({
    ...experimentsQuery({ ...asked, cursor: search.cursor, limit: PAGE }),
    placeholderData: keepPreviousData,
  })
  const change = (next: Partial<typeof search>) =>
    void navigate({
      to: '/offer-experiments',
      search: (before) => ({ ...before, ...next, cursor: undefined }),
      replace: true,
    })
  const create = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setNew(true)}>
      {t('offer_experiments.new')}
    </Button>
  )
  return (
    <Page
      title={t('offer_experiments.title')}
      purpose={t('offer_experiments.purpose')}
      actions={create}
    >
      <Filters>
        <SearchText
          value={search.q}
          label={t('offer_experiments.search')}
          onChange={(q) => change({ q })}
        />
        <Select
          style={{ width: 150 }}
          allowClear
          aria-label={t('offers.state')}
          placeholder={t('offers.state')}
          value={state}
          onChange={(next) => change({ state: next })}
          options={STATES.map((value) => ({ value, label: t(`offer_experiment_state.${value}`) }))}
        />
        <ExportButton atEnd kind="offer_experiments" params={asked} />
      </Filters>
      <PageTable<OfferExperiment>
        label={t('offer_experiments.title')}
        list={{ ...list, data: list.data?.items }}
        columns={useColumns()}
        rowKey={({ id }) => id}
        minWidth={900}
        skeletonLines={2}
        empty={
          Object.values(asked).some(Boolean) ? (
            <EmptyState compact title={t('offer_experiments.no_match')} />
          ) : (
            <EmptyState title={t('offer_experiments.empty')} action={create}>
              <p>{t('offer_experiments.empty_words')}</p>
            </EmptyState>
          )
        }
        foot={<Pager cursor={search.cursor} next={list.data?.next_cursor} />}
      />
      {isNew && <ExperimentForm onClose={() => setNew(false)} />}
    </Page>
  )
}

function useColumns(): TableColumnsType<OfferExperiment> {
  const t = useTexts()
  return [
    {
      key: 'name',
      title: t('offer_experiments.name'),
      render: (_, { id, name, arms }) => (
        <div className={styles.two}>
          <Link to="/offer-experiments" search={{ experiment: id }}>
            {name}
          </Link>
          <span className={styles.quiet}>{arms.map((arm) => arm.name).join(' / ')}</span>
        </div>
      ),
    },
    {
      key: 'state',
      title: t('offers.state'),
      width: 170,
      render: (_, { state, stop }) => (
        <div className={styles.two}>
          <span>
            <Chip tone={EXPERIMENT_TONES[state]}>{t(`offer_experiment_state.${state}`)}</Chip>
          </span>
          <span className={styles.quiet}>{stop && t(`offer_experiment_rule.${stop.rule}`)}</span>
        </div>
      ),
    },
    {
      key: 'metric',
      title: t('offer_experiments.metric'),
      width: 150,
      render: (_, { metric }) => t(`offer_experiment_metric.${metric}`),
    },
    {
      key: 'period',
      title: t('offer_experiments.period'),
      width: 230,
      render: (_, { started_at, ends_at, stopped_at }) => (
        <Period from={started_at} to={stopped_at ?? ends_at} />
      ),
    },
    {
      key: 'exposed',
      title: t('offer_experiments.exposed'),
      width: 120,
      align: 'right',
      render: (_, { exposed }) => <Count value={exposed} />,
    },
  ]
}
