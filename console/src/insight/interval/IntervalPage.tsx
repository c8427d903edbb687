import { EventField } from '../../audiences/EventField.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import { useTexts } from '../../i18n/texts.ts'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { type Analysis, AnalysisPage, type Answer, type Vocabulary } from '../AnalysisPage.tsx'
import type { Example } from '../AnswerPanel.tsx'
import { askInterval, type IntervalAnswer, type IntervalQuestion } from '../api.ts'
import { Opening } from '../Behind.tsx'
import { BreakdownField } from '../BreakdownField.tsx'
import { useBinName } from '../bins.ts'
import { useValueName } from '../breakdownWords.ts'
import { useDuration } from '../duration.ts'
import { wayOf } from '../examples.ts'
import { isFew } from '../figures.ts'
import { having } from '../having.ts'
import styles from '../Insight.module.css'
import { eventsOf } from '../pattern.ts'
import { Field, WhoField } from '../QuestionFields.tsx'
import { SpreadView } from '../SpreadView.tsx'
import { BoxChart } from './BoxChart.tsx'
import {
  blankInterval,
  EACH,
  type IntervalDraft,
  intervalQuestion,
  readInterval,
  SINCE,
  TO,
} from './draft.ts'

export const intervalAnalysis: Analysis<IntervalDraft, IntervalQuestion, IntervalAnswer> = {
  code: 'interval',
  since: 'last_90',
  read: readInterval,
  question: intervalQuestion,
  ask: askInterval,
  Fields,
  useExamples,
  Answer: Answered,
}

export function IntervalPage() {
  return <AnalysisPage {...intervalAnalysis} />
}

function Fields(props: { draft: IntervalDraft; onChange: (draft: IntervalDraft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  return (
    <div className={styles.fields}>
      <Field label={t('interval_field.first')}>
        <EventField
          label={t('interval_field.first_event')}
          pattern={draft.first}
          onChange={(first) => onChange({ ...draft, first })}
        />
      </Field>
      <Field label={t('interval_field.second')}>
        <Choose
          label={t('interval_field.second')}
          value={draft.to}
          options={TO.map((value) => ({ value, label: t(`interval_to.${value}`) }))}
          onChange={(to) => onChange({ ...draft, to })}
        />
        {draft.to === 'other' && (
          <EventField
            label={t('interval_field.second_event')}
            pattern={draft.second}
            onChange={(second) => onChange({ ...draft, second })}
          />
        )}
      </Field>
      {draft.to === 'other' && (
        <Field label={t('interval_field.since')} hint={t('interval_hint.since')}>
          <Choose
            label={t('interval_field.since')}
            value={draft.since}
            options={SINCE.map((value) => ({ value, label: t(`interval_since.${value}`) }))}
            onChange={(since) => onChange({ ...draft, since })}
          />
        </Field>
      )}
      <Field label={t('interval_field.each')}>
        <Choose
          label={t('interval_field.each')}
          value={draft.each}
          options={EACH.map((value) => ({ value, label: t(`interval_each.${value}`) }))}
          onChange={(each) => onChange({ ...draft, each })}
        />
      </Field>
      <BreakdownField
        breakdown={draft.breakdown}
        events={eventsOf([draft.first])}
        onChange={(breakdown) => onChange(having(draft, 'breakdown', breakdown))}
      />
      <WhoField who={draft.who} onChange={(who) => onChange(having(draft, 'who', who))} />
    </div>
  )
}

function Answered({ answer, question }: Answer<IntervalDraft, IntervalQuestion, IntervalAnswer>) {
  const t = useTexts()
  const duration = useDuration()
  const valueName = useValueName(question.breakdown)
  const binName = useBinName(duration, true)
  const { spread, customers } = answer.all
  const few = isFew(customers) && { small: { cases: customers } }
  const behind = (value?: string | null) => (bin?: number) => ({
    analysis: 'interval' as const,
    question,
    cell: { ...(bin !== undefined && { bin }), ...(value !== undefined && { value }) },
  })
  const waiting = answer.began - customers
  const all = { key: 'all', name: t('insight.all'), ...answer.all, behind: behind() }
  const groups = [
    ...answer.breakdowns.map(({ value, ...told }) => ({
      key: `value ${value}`,
      name: valueName(value),
      ...told,
      behind: behind(value),
    })),
    ...(answer.other
      ? [
          {
            key: 'other',
            name: t('insight.other', { count: answer.other.values }),
            spread: answer.other.spread,
            counts: answer.other.counts,
            customers: answer.other.customers,
          },
        ]
      : []),
  ]
  return (
    <>
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('interval_figure.customers')}
          definition={t('interval_figure.customers_help')}
          value={customers}
          beside={
            <Opening
              figure={
                waiting > 0
                  ? { analysis: 'interval', question, cell: { waiting: true } }
                  : undefined
              }
              title={t('interval_figure.waiting')}
            >
              {t('interval_figure.waiting_count', { count: waiting })}
            </Opening>
          }
        />
        <Figure
          title={t('interval_figure.intervals')}
          definition={t('interval_figure.intervals_help')}
          value={spread.count}
        />
        <Figure
          title={t('spread.median')}
          definition={t('spread_help.median')}
          value={spread.median}
          write={duration}
          {...few}
        />
      </FigureRow>
      {groups.length > 1 && <BoxChart groups={groups} />}
      <SpreadView
        title={t('interval_chart.title')}
        counted={t('interval_figure.intervals')}
        axis={t('interval_chart.axis')}
        labels={answer.bins.map((bin, at) => binName(bin, at === answer.bins.length - 1))}
        all={all}
        groups={groups}
        kind="seconds"
      />
    </>
  )
}

function useExamples({ query, choices, labels }: Vocabulary): Example<IntervalDraft>[] | undefined {
  const t = useTexts()
  if (!query.data) return undefined
  const [first, second] = choices.events.map(({ value }) => value)
  if (first === undefined) return []
  const way = wayOf(choices.events)
  const look = way.look ?? way.arrive ?? first
  const buy = way.pay ?? way.order ?? second ?? first
  const order = way.order ?? look
  return [
    ...(look === buy
      ? []
      : [
          {
            title: t('interval_example.decide'),
            words: [look, buy].map(labels.event).join(' → '),
            draft: { ...blankInterval(look, buy), since: 'first' as const },
          },
        ]),
    {
      title: t('interval_example.again'),
      words: [buy, buy].map(labels.event).join(' → '),
      draft: blankInterval(buy),
    },
    ...(order === buy
      ? []
      : [
          {
            title: t('interval_example.pay'),
            words: [order, buy].map(labels.event).join(' → '),
            draft: blankInterval(order, buy),
          },
        ]),
  ]
}
