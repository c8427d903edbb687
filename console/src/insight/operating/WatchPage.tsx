// Whether conversion falls, since when, where, and whether customers are contacted more meanwhile.
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Alert, Button, InputNumber } from 'antd'
import { Choose } from '../../audiences/Pick.tsx'
import type { Rule } from '../../audiences/rule.ts'
import { useVocabulary } from '../../audiences/vocabulary.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useMay } from '../../session/session.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import { isOneOf, isRule, readAsked } from '../asked.ts'
import { noExamples } from '../examples.ts'
import { FigureTable, useWriting } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, isFew } from '../figures.ts'
import styles from '../Insight.module.css'
import { usePeriodName } from '../periods.ts'
import { Field, WhoField } from '../QuestionFields.tsx'
import { askWatch, openDiagnosis, type WatchAnswer, type WatchQuestion } from './api.ts'
import { ModeLine } from './ModeLine.tsx'
import { PoolsWatch } from './PoolsWatch.tsx'

const BY = ['channel', 'store', 'pool'] as const
interface Draft {
  days: number
  by: (typeof BY)[number]
  who?: Rule
}
const readWatch = (text: string | undefined): Draft =>
  readAsked<Draft>(
    text,
    { days: 56, by: 'channel' },
    {
      days: (value) => typeof value === 'number' && value >= 14 && value <= 180,
      by: isOneOf(BY),
      who: isRule,
    },
  )

export const watchAnalysis: Analysis<Draft, WatchQuestion, WatchAnswer> = {
  code: 'watch',
  read: readWatch,
  question: ({ who, ...rest }) => ({
    ...rest,
    ...(who && { who: who as WatchQuestion['who'] }),
  }),
  ask: askWatch,
  Fields,
  useExamples: noExamples,
  Answer: Watched,
}

export function WatchPage() {
  return <AnalysisPage {...watchAnalysis} />
}

function Fields(props: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  const { who, ...rest } = draft
  return (
    <div className={styles.fields}>
      <Field label={t('operating_watch.days')} hint={t('operating_watch.days_help')}>
        <InputNumber
          aria-label={t('operating_watch.days')}
          min={14}
          max={180}
          precision={0}
          value={draft.days}
          onChange={(days) => days !== null && onChange({ ...draft, days })}
        />
      </Field>
      <Field label={t('operating_watch.by')} hint={t('operating_watch.by_help')}>
        <Choose
          label={t('operating_watch.by')}
          value={draft.by}
          options={BY.map((value) => ({ value, label: t(`operating_gmv.by_${value}`) }))}
          onChange={(by) => onChange({ ...draft, by })}
        />
      </Field>
      <WhoField who={who} onChange={(next) => onChange(next ? { ...rest, who: next } : rest)} />
    </div>
  )
}

function Watched({ answer, question }: Answer<Draft, WatchQuestion, WatchAnswer>) {
  const t = useTexts()
  const periodName = usePeriodName()
  const { days, change_point, slope, pressure, is_falling } = answer
  const columns: FigureColumn[] = [
    { title: t('operating_watch.day'), kind: 'words' },
    {
      title: t('operating_watch.rate'),
      help: t('operating_factor.conversion_rate_help'),
      kind: 'share',
    },
    { title: t('operating_watch.visitors'), kind: 'count' },
    { title: t('operating_gmv.buyers'), kind: 'count' },
    { title: t('operating_watch.contacts'), kind: 'count' },
  ]
  const rateOf = (one: { visitors: number; buyers: number }) =>
    one.visitors > 0 ? one.buyers / one.visitors : null
  const rows = days.map((one) => ({
    key: one.day,
    cells: [one.day, rateOf(one), one.visitors, one.buyers, one.contacts],
  }))
  return (
    <>
      <ModeLine mode={answer.mode} />
      {pressure.is_alarm && (
        <Alert
          type="error"
          showIcon
          title={t('operating_watch.alarm')}
          description={t('operating_watch.alarm_words')}
        />
      )}
      <Verdict answer={answer} question={question} />
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('operating_watch.before')}
          definition={t('operating_watch.before_help')}
          value={change_point?.before ?? null}
          unit="percent"
        />
        <Figure
          title={t('operating_watch.after')}
          definition={t('operating_watch.after_help')}
          value={change_point?.after ?? null}
          unit="percent"
          change={{
            from: change_point?.before ?? null,
            good: 'up',
            against: t('operating_gmv.before'),
          }}
        />
        <Figure
          title={t('operating_watch.chance')}
          definition={t('operating_watch.chance_help')}
          value={change_point?.p_value ?? null}
          unit="percent"
          beside={
            slope && `${t('operating_watch.slope')} ${t(`operating_watch.${slope.direction}`)}`
          }
        />
        <Figure
          title={t('operating_watch.pressure')}
          definition={t('operating_watch.pressure_help')}
          value={
            pressure.is_told && pressure.after !== null
              ? Math.round(pressure.after * 100) / 100
              : null
          }
          change={{
            from: pressure.is_told ? pressure.before : null,
            good: is_falling ? 'down' : 'neither',
            against: t('operating_gmv.before'),
          }}
          beside={!pressure.is_told && t('operating_watch.no_contacts')}
        />
      </FigureRow>
      <Panel>
        <TrendChart
          title={t('operating_watch.chart')}
          definition={t('operating_watch.chart_words')}
          kind="line"
          height={300}
          unit="percent"
          axis={t('operating_watch.day')}
          labels={days.map(({ day }) => periodName(day, 'day'))}
          starts={days.map(({ day }) => day)}
          series={[{ key: 'rate', name: t('operating_watch.rate'), values: days.map(rateOf) }]}
          table={fileTable(columns, rows)}
        />
      </Panel>
      <Segments answer={answer} question={question} />
      <PoolsWatch days={question.days} by={question.by} />
      <FigureTable title={t('operating_watch.table')} columns={columns} rows={rows.toReversed()} />
    </>
  )
}

/** What was found, and the task that follows from it. */
function Verdict({ answer, question }: { answer: WatchAnswer; question: WatchQuestion }) {
  const t = useTexts()
  const may = useMay('audiences:write')
  const opening = useMutation({ mutationFn: openDiagnosis })
  const { is_falling, change_point, split } = answer
  const [driver] = answer.segments.filter(({ total }) => total < 0)
  const name = useSegmentName(question)
  return (
    <Panel>
      <p>
        {is_falling
          ? t('operating_watch.falls', { day: split })
          : t(change_point === null ? 'operating_watch.too_little' : 'operating_watch.steady')}
        {is_falling && driver && ` ${t('operating_watch.driver', { segment: name(driver.value) })}`}
      </p>
      {is_falling &&
        may &&
        (opening.data ? (
          <Link to="/insight/tasks" search={{ task: opening.data.id }}>
            {t(opening.data.is_new ? 'operating_watch.opened' : 'operating_watch.is_open')}
          </Link>
        ) : (
          <Button
            type="primary"
            loading={opening.isPending}
            onClick={() => opening.mutate(question)}
          >
            {t('operating_watch.open')}
          </Button>
        ))}
      {opening.error && <ErrorNote error={opening.error} />}
    </Panel>
  )
}

function useSegmentName({ by = 'channel' }: WatchQuestion): (value: string | null) => string {
  const t = useTexts()
  const { labels } = useVocabulary()
  return (value) => {
    if (value === null) return t(`operating_gmv.none_${by}`)
    if (by === 'store') return labels.store(value)
    return by === 'channel' ? labels.channel(value) : value
  }
}

function Segments({ answer, question }: { answer: WatchAnswer; question: WatchQuestion }) {
  const t = useTexts()
  const write = useWriting()
  const name = useSegmentName(question)
  const rate = ({ trials, hits }: { trials: number; hits: number }) =>
    trials > 0 ? hits / trials : null
  const points = (value: number) => {
    const shown = Math.round(value * 10_000) / 100
    return shown === 0 ? '0' : `${shown > 0 ? '+' : ''}${write('number', shown)}`
  }
  return (
    <FigureTable
      title={t('operating_watch.segments')}
      columns={[
        { title: t(`operating_gmv.by_${question.by ?? 'channel'}`), kind: 'words' },
        { title: t('operating_watch.before'), kind: 'share' },
        { title: t('operating_watch.after'), kind: 'share' },
        {
          title: t('operating_watch.by_rate'),
          help: t('operating_watch.by_rate_help'),
          kind: 'words',
        },
        {
          title: t('operating_watch.by_mix'),
          help: t('operating_watch.by_mix_help'),
          kind: 'words',
        },
        { title: t('operating_watch.total'), help: t('operating_watch.total_help'), kind: 'words' },
      ]}
      rows={answer.segments.map((segment) => ({
        key: segment.value ?? '',
        cells: [
          name(segment.value),
          rate(segment.before),
          rate(segment.after),
          points(segment.by_rate),
          points(segment.by_mix),
          points(segment.total),
        ],
        isSmall: isFew(segment.after.trials),
      }))}
    />
  )
}
