import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { MOST_SERIES } from '../../ui/chart/palette.ts'
import { useWriting } from '../FigureTable.tsx'
import { usePeriodName } from '../periods.ts'
import type { MetricsAnswer, MetricsWidget } from './api.ts'
import { answerOf, type Catalogue, DEFAULT_PERIOD, drawnValue, unitOf } from './metrics.ts'

/** Metrics of one unit over time. */
export function MetricChart(props: {
  title: string
  widget: MetricsWidget
  answer: MetricsAnswer
  catalogue: Catalogue
  height: number
  /** What it is stands beside it already. */
  isBrief?: boolean
}) {
  const t = useTexts()
  const periodName = usePeriodName()
  const { widget, answer, catalogue } = props
  const period = widget.period ?? DEFAULT_PERIOD
  const told = widget.metrics.flatMap((code) => answerOf(answer.metrics, code) ?? [])
  const unit = told[0]?.unit ?? 'count'
  const drawn = told.filter((one) => one.unit === unit).slice(0, MOST_SERIES)
  const names = drawn.map(({ code }) => catalogue.words(code).name)
  const quality = useQuality(answer, catalogue)
  const besides = new Set(drawn.flatMap(({ code }) => catalogue.of(code)?.beside ?? []))
  const said = [
    ...(drawn.length === 1 ? [catalogue.words(drawn[0]?.code ?? '').definition] : []),
    ...[...besides].filter((code) => !names.includes(catalogue.words(code).name)).map(quality),
  ]
  return (
    <TrendChart
      title={props.title}
      definition={props.isBrief ? undefined : said.join(' ') || undefined}
      kind={widget.look === 'bar' ? 'bar' : 'line'}
      height={props.height}
      unit={unitOf(unit)}
      axis={t('insight_field.period')}
      labels={answer.periods.map((start) => periodName(start, period))}
      starts={answer.periods}
      unfinished={answer.periods.length - answer.complete}
      series={drawn.map(({ code, points }, place) => ({
        key: code,
        name: names[place] ?? code,
        values: points.map(({ value }) => drawnValue(unit, value)),
        colour: place,
      }))}
    />
  )
}

/** The quality that a vanity metric would hide, over the whole range. */
function useQuality(answer: MetricsAnswer, catalogue: Catalogue): (code: string) => string {
  const write = useWriting()
  return (code) => {
    const told = answerOf(answer.metrics, code)
    const value = told?.total.value ?? null
    const kind = told?.unit === 'share' ? 'share' : told?.unit === 'fen' ? 'money' : 'number'
    return `${catalogue.words(code).name} ${value === null ? '—' : write(kind, value)}`
  }
}
