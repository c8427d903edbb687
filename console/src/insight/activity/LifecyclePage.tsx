import { useLocale } from '../../format/locale.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Vocabulary } from '../AnalysisPage.tsx'
import { askLifecycle, type LifecycleAnswer, type LifecycleQuestion } from '../api.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, isFew, type TableRow } from '../figures.ts'
import { isOver, PERIODS, usePeriodName } from '../periods.ts'
import { ActivityQuestionFields } from './ActivityQuestion.tsx'
import { type ActivityDraft, activityQuestion, readLifecycle } from './draft.ts'
import { activityExamples } from './examples.ts'

const STATES = ['new', 'returning', 'resurrecting', 'dormant'] as const

export const lifecycleAnalysis: Analysis<ActivityDraft, LifecycleQuestion, LifecycleAnswer> = {
  code: 'lifecycle',
  since: 'last_90',
  read: readLifecycle,
  question: activityQuestion,
  ask: askLifecycle,
  Fields: (props) => <ActivityQuestionFields {...props} periods={PERIODS} />,
  useExamples,
  Answer: Answered,
}

export function LifecyclePage() {
  return <AnalysisPage {...lifecycleAnalysis} />
}

function useExamples(vocabulary: Vocabulary) {
  const t = useTexts()
  return activityExamples(vocabulary, [
    { title: t('insight_example.lifecycle_come'), period: 'week' },
    { title: t('insight_example.lifecycle_buy'), period: 'month' },
    { title: t('insight_example.lifecycle_look'), period: 'week' },
  ])
}

function Answered(props: { answer: LifecycleAnswer; question: LifecycleQuestion }) {
  const t = useTexts()
  const { timeZone } = useLocale()
  const periodName = usePeriodName()
  const { answer, question } = props
  const { period = 'week' } = question
  const over = answer.periods.map(({ start }) => isOver(start, period, answer.as_of, timeZone))
  const columns: FigureColumn[] = [
    { title: t('insight_field.period'), kind: 'words' },
    ...STATES.map(
      (state): FigureColumn => ({
        title: t(`insight_lifecycle.${state}`),
        help: t(`insight_lifecycle.${state}_help`),
        kind: 'count',
      }),
    ),
    {
      title: t('insight_lifecycle.active'),
      help: t('insight_lifecycle.active_help'),
      kind: 'count',
    },
    {
      title: t('insight_lifecycle.pulse'),
      help: t('insight_lifecycle.pulse_help'),
      kind: 'number',
    },
  ]
  const rows: TableRow[] = answer.periods.map((one, at) => {
    const active = one.new + one.returning + one.resurrecting
    return {
      key: one.start,
      cells: [
        periodName(one.start, period),
        ...STATES.map((state) => one[state]),
        active,
        one.dormant > 0 ? (one.new + one.resurrecting) / one.dormant : null,
      ],
      behind: [
        undefined,
        ...STATES.map((is) => ({
          analysis: 'lifecycle' as const,
          question,
          cell: { start: one.start, is },
        })),
      ],
      ...(!over[at] && { tone: 'unfinished' as const }),
      isSmall: isFew(active),
    }
  })
  return (
    <>
      <Panel>
        <TrendChart
          title={t('insight_lifecycle.chart')}
          definition={t('insight_lifecycle.definition')}
          kind="bar"
          stacked
          height={340}
          axis={t('insight_field.period')}
          labels={answer.periods.map(({ start }) => periodName(start, period))}
          starts={answer.periods.map(({ start }) => start)}
          series={STATES.map((state, place) => ({
            key: state,
            name: t(`insight_lifecycle.${state}`),
            values: answer.periods.map((one) => (state === 'dormant' ? -one.dormant : one[state])),
            colour: COLOURS[place],
          }))}
          unfinished={over.filter((isOver) => !isOver).length}
          table={fileTable(columns, rows)}
        />
      </Panel>
      <FigureTable
        title={t('insight_lifecycle.table')}
        columns={columns}
        rows={rows.toReversed()}
        file={{ columns, rows }}
      />
    </>
  )
}

/** Who went is grey. */
const COLOURS = [2, 0, 1, 4]
