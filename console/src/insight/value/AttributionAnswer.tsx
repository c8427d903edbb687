import { Alert } from 'antd'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { MOST_SERIES } from '../../ui/chart/palette.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import type { Answer } from '../AnalysisPage.tsx'
import { useValueName } from '../breakdownWords.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, isFew, type TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import type { AttributionAnswer, AttributionQuestion } from './api.ts'
import { type AttributionDraft, MODELS, MONEY } from './attributionDraft.ts'

type Props = Answer<AttributionDraft, AttributionQuestion, AttributionAnswer>

export function AttributionAnswerView(props: Props) {
  const t = useTexts()
  const { answer, draft } = props
  const { conversions, value, untouched } = answer
  const isMoney = draft.value === MONEY
  const owed = conversions - untouched.conversions
  return (
    <>
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('attribution.conversions')}
          definition={t('attribution.conversions_help')}
          value={conversions}
        />
        <Figure
          title={t('attribution.total_value')}
          definition={t('attribution.total_value_help')}
          value={Math.round(value)}
          unit={isMoney ? 'money' : 'count'}
        />
        <Figure
          title={t('attribution.owed')}
          definition={t('attribution.owed_help')}
          formula={t('attribution.owed_formula')}
          value={conversions > 0 ? owed / conversions : null}
          unit="percent"
          {...(isFew(conversions) && { small: { cases: conversions } })}
        />
        <Figure
          title={t('attribution.untouched')}
          definition={t('attribution.untouched_help')}
          value={untouched.conversions}
        />
      </FigureRow>
      {conversions > 0 && owed === 0 && (
        <Panel>
          <EmptyState compact title={t('attribution.none_touched')}>
            {t('attribution.none_touched_words')}
          </EmptyState>
        </Panel>
      )}
      {owed > 0 && (
        <>
          <Models {...props} />
          <Costs {...props} />
        </>
      )}
      <Paths {...props} />
    </>
  )
}

function useNames({ draft, answer }: Pick<Props, 'draft' | 'answer'>) {
  const t = useTexts()
  const valueName = useValueName({ type: 'event', by: draft.by })
  return (value: string | null) =>
    value === null ? t('insight.other', { count: answer.further_values }) : valueName(value)
}

function Models(props: Props) {
  const t = useTexts()
  const { answer, draft, question } = props
  const nameOf = useNames(props)
  const { unit } = draft
  const isMoney = unit === 'value' && draft.value === MONEY
  const kind = isMoney ? 'money' : 'number'
  const behind = (value: string | null, at: 'anywhere' | 'first' | 'last' | 'touched') => ({
    analysis: 'attribution' as const,
    question,
    cell: { value, at },
  })
  const columns: FigureColumn[] = [
    { title: t(`attribution.value`), kind: 'words' },
    { title: t('attribution.touched'), help: t('attribution.touched_help'), kind: 'count' },
    { title: t('attribution.converted'), help: t('attribution.converted_help'), kind: 'count' },
    ...MODELS.map(
      (model): FigureColumn => ({
        title: t(`calc_model.${model}`),
        help: t(`attribution.model_${model}`, { days: draft.halfLife }),
        kind,
      }),
    ),
    { title: t('attribution.removal'), help: t('attribution.removal_help'), kind: 'share' },
  ]
  const rows: TableRow[] = answer.values.map((one) => ({
    key: String(one.value),
    cells: [
      nameOf(one.value),
      one.touched,
      one.converted,
      ...MODELS.map((model) => one.credits[model]?.[unit] ?? 0),
      one.removal_effect,
    ],
    behind: [
      undefined,
      behind(one.value, 'touched'),
      behind(one.value, 'anywhere'),
      ...MODELS.map((model) =>
        model === 'first' || model === 'last' ? behind(one.value, model) : undefined,
      ),
    ],
    isSmall: isFew(one.converted),
  }))
  const shown = draft.models.slice(0, MOST_SERIES)
  return (
    <>
      <Panel>
        <TrendChart
          title={t(`attribution.chart_${unit}`)}
          definition={t('attribution.chart_help')}
          kind="bar"
          height={320}
          {...(isMoney && { unit: 'money' as const })}
          axis={t('attribution.value')}
          labels={answer.values.map(({ value }) => nameOf(value))}
          series={shown.map((model) => ({
            key: model,
            name: t(`calc_model.${model}`),
            values: answer.values.map((one) => {
              const credit = one.credits[model]?.[unit] ?? 0
              return isMoney ? Math.round(credit) : Math.round(credit * 100) / 100
            }),
          }))}
          table={fileTable(columns, rows)}
        />
        {draft.models.length > shown.length && (
          <p className={styles.hint}>{t('insight.drawn', { count: shown.length })}</p>
        )}
      </Panel>
      <FigureTable title={t('attribution.table')} columns={columns} rows={rows} />
    </>
  )
}

/** What it cost beside what it brought, by the first of the models chosen. */
function Costs(props: Props) {
  const t = useTexts()
  const { answer, draft } = props
  const nameOf = useNames(props)
  if (answer.costs !== 'given')
    return <Alert type="info" showIcon title={t(`attribution.costs_${answer.costs}`)} />
  const model = draft.models[0] ?? 'last'
  const columns: FigureColumn[] = [
    { title: t('attribution.value'), kind: 'words' },
    { title: t('attribution.cost'), help: t('attribution.cost_help'), kind: 'money' },
    { title: t('attribution.unit_conversions'), kind: 'number' },
    {
      title: t('attribution.per_conversion'),
      help: t('attribution.per_conversion_help'),
      kind: 'money',
    },
    { title: t('attribution.unit_value'), kind: 'money' },
    { title: t('attribution.roi'), help: t('attribution.roi_help'), kind: 'share' },
  ]
  const rows: TableRow[] = answer.values.map(({ value, cost_fen: cost, credits }) => {
    const credit = credits[model] ?? { conversions: 0, value: 0 }
    return {
      key: String(value),
      cells: [
        nameOf(value),
        cost ?? t('attribution.unknown_cost'),
        credit.conversions,
        cost !== null && credit.conversions > 0 ? cost / credit.conversions : null,
        credit.value,
        cost !== null && cost > 0 && draft.value === MONEY ? (credit.value - cost) / cost : null,
      ],
      isSmall: isFew(credit.conversions),
    }
  })
  return (
    <FigureTable
      title={t('attribution.costs', { model: t(`calc_model.${model}`) })}
      columns={columns}
      rows={rows}
    />
  )
}

function Paths(props: Props) {
  const t = useTexts()
  const { answer, question, draft } = props
  const nameOf = useNames(props)
  const columns: FigureColumn[] = [
    { title: t('attribution.path'), kind: 'words' },
    { title: t('attribution.unit_conversions'), kind: 'count' },
    {
      title: t('attribution.unit_value'),
      kind: draft.value === MONEY ? 'money' : 'number',
    },
    { title: t('attribution.nulls'), help: t('attribution.nulls_help'), kind: 'count' },
    { title: t('attribution.path_rate'), help: t('attribution.path_rate_help'), kind: 'share' },
    { title: t('attribution.days'), help: t('attribution.days_help'), kind: 'number' },
  ]
  const rows: TableRow[] = answer.paths.map(({ path, conversions, value, nulls, average_days }) => {
    const figure = (converted: boolean) => ({
      analysis: 'attribution' as const,
      question,
      cell: { path, converted },
    })
    return {
      key: JSON.stringify(path),
      cells: [
        path.length === 0 ? t('attribution.no_touch') : path.map(nameOf).join(' → '),
        conversions,
        value,
        nulls,
        path.length > 0 && conversions + nulls > 0 ? conversions / (conversions + nulls) : null,
        average_days,
      ],
      behind: [undefined, figure(true), undefined, figure(false)],
      isSmall: isFew(conversions + nulls),
    }
  })
  return (
    <FigureTable
      title={
        answer.further_paths > 0
          ? t('attribution.paths_of', { shown: rows.length, further: answer.further_paths })
          : t('attribution.paths')
      }
      columns={columns}
      rows={rows}
    />
  )
}
