import { useQuery } from '@tanstack/react-query'
import { useKnownText, useTexts } from '../../i18n/texts.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { ErrorPanel } from '../../ui/ErrorPanel.tsx'
import { SkeletonLines } from '../../ui/Skeleton.tsx'
import { useAsOf } from '../AsOf.tsx'
import { type MetricsWidget, metricsQuery, type Widget } from './api.ts'
import styles from './Board.module.css'
import { useBoardAsked } from './boardAsked.ts'
import { GAP, ROW } from './layout.ts'
import { MetricChart } from './MetricChart.tsx'
import { MetricFigures } from './MetricFigures.tsx'
import { codesAskedBy, periodOf, useCatalogue } from './metrics.ts'
import { QuestionWidget } from './QuestionWidget.tsx'
import { SqlWidget } from './SqlWidget.tsx'

/** What a widget's head and edges take of its height. */
const FRAME = 92

/** How high a chart is in a widget of so many rows. */
export const chartHeight = (rows: number): number => rows * ROW + (rows - 1) * GAP - FRAME

export function WidgetBody(props: { widget: Widget }) {
  const { widget } = props
  switch (widget.kind) {
    case 'metrics':
      return <Metrics widget={widget} />
    case 'question':
      return <QuestionWidget widget={widget} height={chartHeight(widget.height)} />
    case 'sql':
      return <SqlWidget widget={widget} height={chartHeight(widget.height)} />
    case 'text':
      return <p className={styles.text}>{widget.text}</p>
  }
}

function Metrics(props: { widget: MetricsWidget }) {
  const t = useTexts()
  const { widget } = props
  const { widgets, from, to, who } = useBoardAsked()
  const [day] = useAsOf()
  const catalogue = useCatalogue()
  const title = useWidgetName()(widget)
  const period = periodOf(widget)
  const codes = catalogue ? codesAskedBy(widgets, period, catalogue) : []
  const answer = useQuery({
    ...metricsQuery({
      metrics: codes,
      ...(period ? { period } : { compare: 'previous' }),
      ...{ date_from: from, date_to: to },
      ...(who && { who }),
      ...(day !== undefined && { as_of: day }),
    }),
    enabled: codes.length > 0,
  })
  if (catalogue && !widget.metrics.some((code) => codes.includes(code)))
    return <EmptyState title={t('board.not_yours')}>{t('board.not_yours_words')}</EmptyState>
  if (answer.error && !answer.data)
    return <ErrorPanel error={answer.error} onRetry={() => void answer.refetch()} />
  if (!catalogue || !answer.data) return <SkeletonLines lines={widget.height * 3} />
  const told = { answer: answer.data, catalogue }
  if (period === undefined) return <MetricFigures label={title} codes={widget.metrics} {...told} />
  return <MetricChart title={title} widget={widget} height={chartHeight(widget.height)} {...told} />
}

/** A widget as its maker called it, or by what it shows. */
export function useWidgetName(): (widget: Widget) => string {
  const t = useTexts()
  const known = useKnownText()
  const catalogue = useCatalogue()
  return (widget) => {
    if (widget.title) return widget.title
    if (widget.kind === 'text') return t('board_widget.text')
    if (widget.kind === 'question') return t('board_widget.question')
    if (widget.kind === 'sql') return t('board_widget.sql')
    return (
      known(`board_line.${widget.id}`) ??
      widget.metrics.map((code) => catalogue?.words(code).name ?? '').join(' · ')
    )
  }
}
