import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { MOST_SERIES } from '../../ui/chart/palette.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Vocabulary } from '../AnalysisPage.tsx'
import type { Example } from '../AnswerPanel.tsx'
import { askRetention, type RetentionAnswer, type RetentionQuestion } from '../api.ts'
import { wayOf } from '../examples.ts'
import { isFew } from '../figures.ts'
import { usePeriodName } from '../periods.ts'
import { averages, wholeOf } from './average.ts'
import { blankRetention, type RetentionDraft, readRetention, retentionQuestion } from './draft.ts'
import { RetentionQuestionFields } from './RetentionQuestion.tsx'
import { RetentionTable } from './RetentionTable.tsx'

export const retentionAnalysis: Analysis<RetentionDraft, RetentionQuestion, RetentionAnswer> = {
  code: 'retention',
  since: 'last_30',
  read: readRetention,
  question: retentionQuestion,
  ask: askRetention,
  Fields: RetentionQuestionFields,
  useExamples,
  Answer: Answered,
}

export function RetentionPage() {
  return <AnalysisPage {...retentionAnalysis} />
}

function Answered(props: { answer: RetentionAnswer; question: RetentionQuestion }) {
  const t = useTexts()
  const { answer, question } = props
  const { measure = 'customers', period = 'week' } = question
  const average = averages(answer.cohorts, measure)
  const customers = answer.cohorts.reduce((sum, { size }) => sum + size, 0)
  const next = average[1] ?? null
  const last = average.findLastIndex((share) => share !== null)
  return (
    <>
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('insight_retention.members')}
          definition={t('insight_retention.members_help')}
          value={customers}
        />
        <Figure
          title={t(`insight_after.${period}`, { count: 1 })}
          definition={t('insight_retention.average_help')}
          value={next}
          unit="percent"
          {...(isFew(customers) && { small: { cases: customers } })}
        />
        {last > 1 && (
          <Figure
            title={t(`insight_after.${period}`, { count: last })}
            definition={t('insight_retention.average_help')}
            value={average[last] ?? null}
            unit="percent"
          />
        )}
      </FigureRow>
      <RetentionTable answer={answer} question={question} average={average} />
      <Curves answer={answer} question={question} average={average} />
    </>
  )
}

/** The average and the newest cohorts that have come far enough to be compared. */
function Curves(props: {
  answer: RetentionAnswer
  question: RetentionQuestion
  average: readonly (number | null)[]
}) {
  const t = useTexts()
  const periodName = usePeriodName()
  const { average } = props
  const { measure = 'customers', period = 'week' } = props.question
  const cohorts = props.answer.cohorts
    .filter((cohort) => cohort.complete > 2 && wholeOf(cohort, measure) > 0)
    .slice(1 - MOST_SERIES)
  // The cohort's own period is the whole of it: drawn, it would press all that matters together.
  const later = average.slice(1)
  const series = [
    { key: 'average', name: t('insight_retention.average'), values: later },
    ...cohorts.map((cohort) => ({
      key: cohort.start,
      name: periodName(cohort.start, period),
      values: later.map((_, at) =>
        at + 1 < cohort.complete ? (cohort.values[at + 1] ?? 0) / wholeOf(cohort, measure) : null,
      ),
    })),
  ]
  return (
    <Panel>
      <TrendChart
        title={t('insight_retention.curve')}
        definition={t('insight_retention.curve_help')}
        unit="percent"
        height={300}
        axis={t('insight_retention.after')}
        labels={later.map((_, at) => t(`insight_after.${period}`, { count: at + 1 }))}
        series={series}
      />
    </Panel>
  )
}

function useExamples({
  query,
  choices,
  labels,
}: Vocabulary): Example<RetentionDraft>[] | undefined {
  const t = useTexts()
  if (!query.data) return undefined
  const way = wayOf(choices.events)
  const [first, second] = choices.events.map(({ value }) => value)
  if (first === undefined) return []
  const come = way.arrive ?? way.look ?? first
  const buy = way.pay ?? way.order ?? second ?? first
  const look = way.look ?? way.cart
  return [
    {
      title: t('insight_example.retention_again'),
      words: labels.event(come),
      draft: blankRetention(come),
    },
    {
      title: t('insight_example.retention_buy'),
      words: labels.event(buy),
      draft: { ...blankRetention(buy), kind: 'first_time', period: 'month', intervals: 6 },
    },
    ...(look === undefined
      ? []
      : [
          {
            title: t('insight_example.retention_look'),
            words: `${labels.event(look)} → ${labels.event(buy)}`,
            draft: blankRetention(look, buy),
          },
        ]),
  ]
}
