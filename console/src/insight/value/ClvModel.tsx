// The fitted models, and how one fitted earlier met what came.
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Panel } from '../../ui/Page.tsx'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, isFew, type TableRow } from '../figures.ts'
import type { Fit } from './api.ts'
import own from './Value.module.css'

export function ClvModel({ fit }: { fit: Fit }) {
  const t = useTexts()
  const { holdout, orders, value } = fit
  const columns: FigureColumn[] = [
    { title: t('clv.model'), kind: 'words' },
    { title: t('clv.parameters'), kind: 'words' },
    { title: 'ln L', kind: 'number' },
    { title: t('clv.customers'), kind: 'count' },
    { title: t('calc_clv.gradient'), kind: 'words' },
  ]
  const digits = (parameters: Record<string, number>) =>
    Object.entries(parameters)
      .map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`)
      .join('   ')
  const rows: TableRow[] = [
    {
      key: 'orders',
      cells: [
        'BG/NBD',
        digits({ r: orders.r, α: orders.alpha, a: orders.a, b: orders.b }),
        orders.log_likelihood,
        orders.customers,
        orders.gradient.toExponential(1),
      ],
    },
    ...(value
      ? [
          {
            key: 'value',
            cells: [
              'Gamma–Gamma',
              digits({ p: value.p, q: value.q, v: value.v }),
              value.log_likelihood,
              value.customers,
              value.gradient.toExponential(1),
            ],
          },
        ]
      : []),
  ]
  return (
    <>
      {holdout ? (
        <Held holdout={holdout} />
      ) : (
        <Panel title={t('clv.holdout')}>
          <p className={own.note}>{t('clv.no_holdout')}</p>
        </Panel>
      )}
      <FigureTable title={t('clv.fitted_models')} columns={columns} rows={rows} />
    </>
  )
}

function Held({ holdout }: { holdout: NonNullable<Fit['holdout']> }) {
  const t = useTexts()
  const { weeks, from_week, days, forecast, naive, actual } = holdout
  const words = (week: number) => t('clv.week', { n: week + 1 })
  const columns: FigureColumn[] = [
    { title: t('clv.forecast_of'), kind: 'words' },
    { title: t('clv.purchases'), kind: 'number' },
    { title: t('clv.off'), help: t('clv.off_help'), kind: 'share' },
    { title: t('clv.mae'), help: t('clv.mae_help'), kind: 'number' },
    { title: t('clv.correlation'), kind: 'number' },
  ]
  const rounded = (purchases: number) => Math.round(purchases * 10) / 10
  const off = (total: number) => (actual > 0 ? total / actual - 1 : null)
  const rows: TableRow[] = [
    { key: 'actual', cells: [t('clv.actual'), actual, null, null, null], tone: 'sum' },
    {
      key: 'forecast',
      cells: [
        t('clv.forecast'),
        forecast.total,
        off(forecast.total),
        forecast.mean_absolute_error,
        forecast.correlation,
      ],
    },
    {
      key: 'naive',
      cells: [
        t('clv.naive'),
        naive.total,
        off(naive.total),
        naive.mean_absolute_error,
        naive.correlation,
      ],
    },
  ]
  return (
    <>
      <Panel>
        <TrendChart
          title={t('clv.holdout')}
          definition={t('clv.holdout_help', { days, count: holdout.customers })}
          height={300}
          axis={t('clv.week_axis')}
          labels={weeks.map((_, week) => words(week))}
          series={[
            { key: 'actual', name: t('clv.actual'), values: weeks.map((week) => week.actual) },
            {
              key: 'fitted',
              name: t('clv.fitted_line'),
              values: weeks.map((one, week) => (week < from_week ? rounded(one.forecast) : null)),
              colour: 1,
              isFaint: true,
            },
            {
              key: 'forecast',
              name: t('clv.forecast_line'),
              values: weeks.map((one, week) =>
                // One week of both, so that the line is whole.
                week >= from_week - 1 ? rounded(one.forecast) : null,
              ),
              colour: 1,
            },
          ]}
        />
      </Panel>
      <FigureTable title={t('clv.closeness', { days })} columns={columns} rows={rows} />
      <FigureTable
        title={t('clv.by_frequency')}
        columns={[
          { title: t('clv.frequency'), kind: 'words' },
          { title: t('clv.customers'), kind: 'count' },
          { title: t('clv.forecast'), kind: 'number' },
          { title: t('clv.actual'), kind: 'number' },
        ]}
        rows={holdout.by_frequency.map((one) => ({
          key: String(one.frequency),
          cells: [
            t(one.frequency >= 7 ? 'clv.times_more' : 'clv.times', { n: one.frequency }),
            one.customers,
            one.forecast,
            one.actual,
          ],
          isSmall: isFew(one.customers),
        }))}
      />
    </>
  )
}
