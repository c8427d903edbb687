import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import type { TableColumnsType } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { Chip } from '../ui/Chip.tsx'
import { ChoiceFilter } from '../ui/ChoiceFilter.tsx'
import { Count } from '../ui/Figures.tsx'
import { ExperimentBatch } from './ExperimentBatch.tsx'
import { ExperimentForm } from './ExperimentForm.tsx'
import { ExperimentPage } from './ExperimentPage.tsx'
import { experimentsQuery, type OfferExperiment } from './experimentApi.ts'
import { EXPERIMENT_TONES } from './experimentWords.ts'
import { Period } from './Period.tsx'
import styles from './Promotion.module.css'
import { PAGE, PromotionList } from './PromotionList.tsx'

const route = getRouteApi('/app/offer-experiments')
const STATES = ['planned', 'running', 'stopped', 'decided'] as const
const KINDS = ['offer', 'benefit'] as const

/** Experiments on offers and benefits; one of them under its own address. */
export function ExperimentsPage() {
  const { experiment } = route.useSearch()
  return experiment === undefined ? <List /> : <ExperimentPage id={experiment} />
}

function List() {
  const t = useTexts()
  const navigate = useNavigate()
  const search = route.useSearch()
  const state = STATES.find((one) => one === search.state)
  const kind = KINDS.find((one) => one === search.kind)
  const asked = { q: search.q, state, kind, offer_id: search.offer, benefit: search.benefit }
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
  return (
    <PromotionList
      words={{
        title: t('offer_experiments.title'),
        purpose: t('offer_experiments.purpose'),
        make: t('offer_experiments.new'),
        search: t('offer_experiments.search'),
        noMatch: t('offer_experiments.no_match'),
        empty: t('offer_experiments.empty'),
        emptyWords: t('offer_experiments.empty_words'),
      }}
      exports="offer_experiments"
      asked={asked}
      cursor={search.cursor}
      states={STATES.map((value) => ({ value, label: t(`offer_experiment_state.${value}`) }))}
      change={change}
      filters={
        <ChoiceFilter
          label={t('offer_experiments.kind')}
          value={kind}
          onChange={(next) => change({ kind: next })}
          options={KINDS.map((value) => ({ value, label: t(`offer_experiment_kind.${value}`) }))}
        />
      }
      list={list}
      columns={useColumns()}
      minWidth={900}
      nameOf={({ name }) => name}
      batch={(selection) => <ExperimentBatch selection={selection} rows={list.data?.items} />}
      form={(close) => <ExperimentForm onClose={close} />}
    />
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
