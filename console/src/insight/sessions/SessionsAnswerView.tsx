import { Segmented } from 'antd'
import { useState } from 'react'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import type { Answer } from '../AnalysisPage.tsx'
import type { Figure as AnyFigure, SessionsAnswer, SessionsQuestion } from '../api.ts'
import { useBinName } from '../bins.ts'
import { useDuration } from '../duration.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, isFew, type TableRow } from '../figures.ts'
import { useNodeName } from '../paths/words.ts'
import { usePeriodName } from '../periods.ts'
import type { SessionsDraft } from './draft.ts'

type Cell = Extract<AnyFigure, { analysis: 'sessions' }>['cell']

const share = (part: number, whole: number) => (whole > 0 ? part / whole : null)
const SHOWN = ['visits', 'customers', 'bounce', 'average'] as const

export function SessionsAnswerView({
  answer,
  question,
}: Answer<SessionsDraft, SessionsQuestion, SessionsAnswer>) {
  const t = useTexts()
  const duration = useDuration()
  const { visits, customers, bounced, seconds } = answer
  const few = isFew(visits) && { small: { cases: visits } }
  const figure = (cell: Cell): AnyFigure => ({ analysis: 'sessions', question, cell })
  return (
    <>
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('visits_figure.visits')}
          definition={t('visits_figure.visits_help')}
          value={visits}
          beside={<span>{t('visits_figure.by', { count: customers })}</span>}
        />
        <Figure
          title={t('visits_figure.bounce')}
          definition={t('visits_figure.bounce_help')}
          value={share(bounced, visits)}
          unit="percent"
          {...few}
        />
        <Figure
          title={t('visits_figure.average')}
          definition={t('visits_figure.average_help')}
          value={seconds.average}
          write={duration}
          {...(seconds.median !== null && {
            beside: <span>{t('visits_figure.median', { time: duration(seconds.median) })}</span>,
          })}
          {...few}
        />
        <Figure
          title={t('visits_figure.events')}
          definition={t('visits_figure.events_help')}
          value={share(answer.events, visits)}
          write={(value) => String(Math.round(value * 10) / 10)}
          {...few}
        />
      </FigureRow>
      <OverTime answer={answer} question={question} figure={figure} />
      <Lengths answer={answer} figure={figure} />
      <Ends answer={answer} question={question} by="entry" figure={figure} />
      <Ends answer={answer} question={question} by="exit" figure={figure} />
    </>
  )
}

interface Part {
  answer: SessionsAnswer
  figure: (cell: Cell) => AnyFigure
}

function OverTime(props: Part & { question: SessionsQuestion }) {
  const t = useTexts()
  const periodName = usePeriodName()
  const duration = useDuration()
  const [shown, setShown] = useState<(typeof SHOWN)[number]>('visits')
  const { answer, question, figure } = props
  const { period = 'day' } = question
  const columns: FigureColumn[] = [
    { title: t('insight_field.period'), kind: 'words' },
    { title: t('visits_figure.visits'), help: t('visits_figure.visits_help'), kind: 'count' },
    { title: t('visits_figure.customers'), kind: 'count' },
    { title: t('visits_figure.bounce'), help: t('visits_figure.bounce_help'), kind: 'share' },
    { title: t('visits_figure.average'), help: t('visits_figure.average_help'), kind: 'seconds' },
  ]
  const rows: TableRow[] = answer.periods.map((one, at) => ({
    key: one.start,
    cells: [
      periodName(one.start, period),
      one.visits,
      one.customers,
      share(one.bounced, one.visits),
      one.average_seconds,
    ],
    behind: [undefined, figure({ start: one.start }), figure({ start: one.start })],
    ...(at >= answer.complete && { tone: 'unfinished' as const }),
    isSmall: isFew(one.visits),
  }))
  const place = SHOWN.indexOf(shown) + 1
  return (
    <>
      <Panel>
        <TrendChart
          title={t('visits_chart.trend')}
          definition={t('visits_chart.trend_words')}
          height={280}
          axis={t('insight_field.period')}
          labels={rows.map(({ cells }) => String(cells[0]))}
          starts={answer.periods.map(({ start }) => start)}
          unit={shown === 'bounce' ? 'percent' : 'count'}
          {...(shown === 'average' && { write: duration })}
          series={[
            {
              key: shown,
              name: t(`visits_figure.${shown}`),
              values: rows.map(({ cells }) => cells[place] as number | null),
            },
          ]}
          unfinished={answer.periods.length - answer.complete}
          table={fileTable(columns, rows)}
          extra={
            <Segmented<(typeof SHOWN)[number]>
              size="small"
              value={shown}
              onChange={setShown}
              aria-label={t('visits_chart.shown')}
              options={SHOWN.map((value) => ({ value, label: t(`visits_figure.${value}`) }))}
            />
          }
        />
      </Panel>
      <FigureTable
        title={t('visits_table.periods')}
        columns={columns}
        rows={rows.toReversed()}
        file={{ columns, rows }}
      />
    </>
  )
}

function Lengths({ answer, figure }: Part) {
  const t = useTexts()
  const binName = useBinName(useDuration(), true)
  const { bins, counts } = answer.lengths
  const labels = bins.map((bin, at) => (at === 0 ? t('visits_chart.moment') : binName(bin, true)))
  const columns: FigureColumn[] = [
    { title: t('visits_chart.length'), kind: 'words' },
    { title: t('visits_figure.visits'), kind: 'count' },
    { title: t('visits_table.share'), help: t('visits_table.share_help'), kind: 'share' },
  ]
  const rows: TableRow[] = labels.map((label, length) => ({
    key: String(length),
    cells: [label, counts[length] ?? 0, share(counts[length] ?? 0, answer.visits)],
    behind: [undefined, figure({ length })],
  }))
  return (
    <>
      <Panel>
        <TrendChart
          title={t('visits_chart.lengths')}
          definition={t('visits_chart.lengths_words')}
          kind="bar"
          height={260}
          axis={t('visits_chart.length')}
          labels={labels}
          series={[{ key: 'visits', name: t('visits_figure.visits'), values: counts }]}
          table={fileTable(columns, rows)}
        />
      </Panel>
      <FigureTable title={t('visits_table.lengths')} columns={columns} rows={rows} />
    </>
  )
}

function Ends(props: Part & { question: SessionsQuestion; by: 'entry' | 'exit' }) {
  const t = useTexts()
  const { answer, question, by, figure } = props
  const nodeName = useNodeName({ split: question.split, groups: [] })
  const { nodes, other } = by === 'entry' ? answer.entries : answer.exits
  const columns: FigureColumn[] = [
    { title: t(`visits_table.${by}`), kind: 'words' },
    { title: t('visits_figure.visits'), help: t('visits_figure.visits_help'), kind: 'count' },
    { title: t('visits_figure.customers'), kind: 'count' },
    { title: t('visits_table.share'), help: t('visits_table.share_help'), kind: 'share' },
    { title: t('visits_figure.bounce'), help: t('visits_figure.bounce_help'), kind: 'share' },
  ]
  const rows: TableRow[] = nodes.map((one, at) => ({
    key: String(at),
    cells: [
      nodeName(one.node, 1),
      one.visits,
      one.customers,
      share(one.visits, answer.visits),
      share(one.bounced, one.visits),
    ],
    behind: [undefined, figure({ [by]: one.node }), figure({ [by]: one.node })],
    isSmall: isFew(one.visits),
  }))
  const rest: TableRow[] = other
    ? [
        {
          key: 'other',
          cells: [
            t('paths_chart.other', { count: other.values }),
            other.visits,
            null,
            share(other.visits, answer.visits),
            null,
          ],
        },
      ]
    : []
  return (
    <FigureTable
      title={t(`visits_table.${by}_title`)}
      columns={columns}
      rows={[...rows, ...rest]}
    />
  )
}
