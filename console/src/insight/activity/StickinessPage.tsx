import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Vocabulary } from '../AnalysisPage.tsx'
import { askStickiness, type StickinessAnswer, type StickinessQuestion } from '../api.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, isFew, type TableRow } from '../figures.ts'
import { PERIODS } from '../periods.ts'
import { ActivityQuestionFields } from './ActivityQuestion.tsx'
import { type ActivityDraft, activityQuestion, readStickiness } from './draft.ts'
import { activityExamples } from './examples.ts'

export const stickinessAnalysis: Analysis<ActivityDraft, StickinessQuestion, StickinessAnswer> = {
  code: 'stickiness',
  since: 'last_30',
  read: readStickiness,
  question: activityQuestion,
  ask: askStickiness,
  Fields: (props) => <ActivityQuestionFields {...props} periods={PERIODS} />,
  useExamples,
  Answer: Answered,
}

export function StickinessPage() {
  return <AnalysisPage {...stickinessAnalysis} />
}

function useExamples(vocabulary: Vocabulary) {
  const t = useTexts()
  return activityExamples(vocabulary, [
    { title: t('insight_example.stickiness_come'), period: 'day' },
    { title: t('insight_example.stickiness_buy'), period: 'week' },
    { title: t('insight_example.stickiness_look'), period: 'day' },
  ])
}

function Answered(props: { answer: StickinessAnswer; question: StickinessQuestion }) {
  const t = useTexts()
  const { answer, question } = props
  const { period = 'day' } = question
  const { customers } = answer
  const few = isFew(customers) && { small: { cases: customers } }
  const name = (n: number) => t(`insight_periods.${period}`, { count: n })
  const columns: FigureColumn[] = [
    { title: t('insight_stickiness.periods'), kind: 'words' },
    {
      title: t('insight_stickiness.exactly'),
      help: t('insight_stickiness.exactly_help'),
      kind: 'count',
    },
    {
      title: t('insight_stickiness.share'),
      help: t('insight_stickiness.share_help'),
      kind: 'share',
    },
    {
      title: t('insight_stickiness.at_least'),
      help: t('insight_stickiness.at_least_help'),
      kind: 'count',
    },
  ]
  const rows: TableRow[] = answer.counts.map((count, at) => ({
    key: String(at),
    cells: [
      name(at + 1),
      count,
      customers > 0 ? count / customers : null,
      answer.counts.slice(at).reduce((sum, one) => sum + one, 0),
    ],
    behind: [undefined, { analysis: 'stickiness', question, cell: { periods: at + 1 } }],
  }))
  return (
    <>
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('insight_stickiness.customers')}
          definition={t('insight_stickiness.customers_help')}
          value={customers}
        />
        <Figure
          title={t('insight_stickiness.average')}
          definition={t('insight_stickiness.average_help')}
          formula={t('insight_stickiness.average_formula')}
          value={answer.average_share}
          unit="percent"
          {...few}
        />
        <Figure
          title={t('insight_stickiness.once')}
          definition={t('insight_stickiness.once_help')}
          value={customers > 0 ? (answer.counts[0] ?? 0) / customers : null}
          unit="percent"
          {...few}
        />
      </FigureRow>
      <Panel>
        <TrendChart
          title={t('insight_stickiness.chart')}
          definition={t('insight_stickiness.definition', { periods: name(answer.periods) })}
          kind="bar"
          height={300}
          axis={t('insight_stickiness.periods')}
          labels={answer.counts.map((_, at) => name(at + 1))}
          series={[
            { key: 'exactly', name: t('insight_stickiness.exactly'), values: answer.counts },
          ]}
          table={fileTable(columns, rows)}
        />
      </Panel>
      <FigureTable title={t('insight_stickiness.table')} columns={columns} rows={rows} />
    </>
  )
}
