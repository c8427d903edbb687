import { Segmented } from 'antd'
import { useState } from 'react'
import { percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Panel } from '../../ui/Page.tsx'
import {
  askFunnelTrend,
  type FunnelQuestion,
  type FunnelTrendAnswer,
  type FunnelTrendQuestion,
} from '../api.ts'
import { FigureTable } from '../FigureTable.tsx'
import { Further } from '../Further.tsx'
import { type FigureColumn, fileTable, isFew, type TableRow } from '../figures.ts'
import { usePeriodName } from '../periods.ts'

const BY = ['day', 'week', 'month'] as const
type By = (typeof BY)[number]

/** The conversion by when customers entered. */
export function FunnelTrend(props: { question: FunnelQuestion; names: readonly string[] }) {
  const t = useTexts()
  const [period, setPeriod] = useState<By>('week')
  const { breakdown: _, ...question } = props.question
  if (question.order === 'unordered')
    return (
      <Panel>
        <EmptyState title={t('error.bad_funnel_trend')}>
          {t('error_advice.bad_funnel_trend')}
        </EmptyState>
      </Panel>
    )
  const asked = { ...question, period }
  return (
    <Further code="funnel trend" question={asked} ask={askFunnelTrend}>
      {(answer) => (
        <Periods
          answer={answer}
          question={asked}
          names={props.names}
          period={period}
          onPeriod={setPeriod}
        />
      )}
    </Further>
  )
}

function Periods(props: {
  answer: FunnelTrendAnswer
  question: FunnelTrendQuestion
  names: readonly string[]
  period: By
  onPeriod: (period: By) => void
}) {
  const t = useTexts()
  const periodName = usePeriodName()
  const { answer, question, names, period } = props
  const { periods } = answer
  const columns: FigureColumn[] = [
    { title: t('funnel_depth.entered_in'), kind: 'words' },
    ...names.map(
      (name, at): FigureColumn => ({
        title: `${at + 1}. ${name}`,
        help: t('funnel_depth.count_help'),
        kind: 'count',
      }),
    ),
    { title: t('insight_funnel.rate'), help: t('funnel_depth.rate_help'), kind: 'share' },
    { title: t('funnel_depth.interval'), help: t('funnel_depth.interval_help'), kind: 'words' },
  ]
  const rows: TableRow[] = periods.map(({ start, counts, rate, is_open }) => ({
    key: start,
    cells: [
      periodName(start, period),
      ...names.map((_, at) => counts[at] ?? 0),
      rate?.share ?? null,
      rate && `${percent(rate.low)} – ${percent(rate.high)}`,
    ],
    behind: [
      undefined,
      ...names.map((_, at) => ({
        analysis: 'funnel_trend' as const,
        question,
        cell: { start, step: at + 1 },
      })),
    ],
    ...(is_open && { tone: 'unfinished' as const }),
    isSmall: isFew(counts[0] ?? 0),
  }))
  return (
    <>
      <Panel>
        <TrendChart
          title={t('funnel_depth.trend')}
          definition={t('funnel_depth.trend_words')}
          height={300}
          unit="percent"
          axis={t('funnel_depth.entered_in')}
          labels={periods.map(({ start }) => periodName(start, period))}
          series={[
            {
              key: 'rate',
              name: t('insight_funnel.rate'),
              values: periods.map(({ rate }) => rate?.share ?? null),
            },
          ]}
          unfinished={periods.filter(({ is_open }) => is_open).length}
          table={fileTable(columns, rows)}
          extra={
            <Segmented<By>
              size="small"
              value={period}
              onChange={props.onPeriod}
              aria-label={t('insight_field.period')}
              options={BY.map((value) => ({ value, label: t(`insight_period.${value}`) }))}
            />
          }
        />
      </Panel>
      <FigureTable
        title={t('funnel_depth.trend_table')}
        columns={columns}
        rows={rows.toReversed()}
        file={{ columns, rows }}
      />
    </>
  )
}
