// Who accepts being added, what a contact costs, and whether the dividend of the channel decays.
import { Choose } from '../../audiences/Pick.tsx'
import type { Rule } from '../../audiences/rule.ts'
import { FIELD } from '../../audiences/say.ts'
import type { Days } from '../../format/days.ts'
import { useLocale } from '../../format/locale.tsx'
import { money } from '../../format/money.ts'
import { signedPercent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { ButtonLink } from '../../ui/ButtonLink.tsx'
import { TrendChart } from '../../ui/Chart.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import { isOneOf, isRule, readAsked } from '../asked.ts'
import { useValueName } from '../breakdownWords.ts'
import { noExamples } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, isFew, type TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { usePeriodName } from '../periods.ts'
import { Field, PeriodField } from '../QuestionFields.tsx'
import { NumberField, Whose } from '../value/fields.tsx'
import { type AddsAnswer, type AddsQuestion, askAdds } from './api.ts'

const BY = ['channel', 'hook', 'guide'] as const
const PERIODS = ['week', 'month'] as const
interface Draft {
  by: (typeof BY)[number]
  period: (typeof PERIODS)[number]
  answer_days: number
  who?: Rule
}

const read = (text: string | undefined) =>
  readAsked<Draft>(
    text,
    { by: 'channel', period: 'month', answer_days: 7 },
    {
      by: isOneOf(BY),
      period: isOneOf(PERIODS),
      answer_days: (value) => Number.isInteger(value) && Number(value) > 0 && Number(value) <= 90,
      who: isRule,
    },
  )
const question = ({ who, ...asked }: Draft, days: Days): AddsQuestion => ({
  ...{ ...asked, date_from: days.from, date_to: days.to },
  ...(who && { who: who as NonNullable<AddsQuestion['who']> }),
})

export const addsAnalysis: Analysis<Draft, AddsQuestion, AddsAnswer> = {
  code: 'adds',
  since: 'last_365',
  read,
  question,
  ask: askAdds,
  Fields,
  useExamples: noExamples,
  Answer: Answered,
}

export function AddsPage() {
  return <AnalysisPage {...addsAnalysis} />
}

function Fields(props: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  return (
    <div className={styles.fields}>
      <Field label={t('outlay.by')} hint={t('adds.by_hint')}>
        <Choose
          label={t('outlay.by')}
          value={draft.by}
          options={BY.map((value) => ({ value, label: t(`adds.by_${value}`) }))}
          onChange={(by) => onChange({ ...draft, by })}
        />
      </Field>
      <Field label={t('adds.period')}>
        <PeriodField
          label={t('adds.period')}
          period={draft.period}
          periods={PERIODS}
          onChange={(period) => onChange({ ...draft, period: period as Draft['period'] })}
        />
      </Field>
      <NumberField
        label={t('adds.wait')}
        hint={t('adds.wait_hint')}
        value={draft.answer_days}
        min={1}
        max={90}
        suffix={t('value_unit.days')}
        onChange={(answer_days) => onChange({ ...draft, answer_days })}
      />
      <Whose draft={draft} onChange={onChange} />
    </div>
  )
}

type Slope = AddsAnswer['decay']['acceptance']

function Answered(props: Answer<Draft, AddsQuestion, AddsAnswer>) {
  const t = useTexts()
  const { language, currency } = useLocale()
  const periodName = usePeriodName()
  const { answer, question, draft } = props
  const { all, decay, periods, complete } = answer
  const trend = (slope: Slope, write: (value: number) => string) =>
    slope === null
      ? t('adds.no_trend')
      : t(`adds.trend_${slope.direction}`, {
          slope: write(slope.slope),
          low: write(slope.low),
          high: write(slope.high),
        })
  const points = (value: number) => signedPercent(value)
  const units = (fen: number) => money(Math.round(fen), currency, language)
  const perAdd = answer.months.at(-1)
  return (
    <>
      {!answer.is_told && (
        <Panel>
          <EmptyState
            compact
            title={t('adds.untold')}
            action={<ButtonLink to="/sdk">{t('insight.send_events')}</ButtonLink>}
          >
            {t('adds.untold_words')}
          </EmptyState>
        </Panel>
      )}
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('adds.acceptance')}
          definition={t('adds.acceptance_help', { count: draft.answer_days })}
          formula={t('adds.acceptance_formula')}
          value={all.acceptance}
          unit="percent"
          {...(all.low !== null &&
            all.high !== null && { range: { low: all.low, high: all.high } })}
          beside={trend(decay.acceptance, points)}
        />
        <Figure
          title={t('outlay.per_add')}
          definition={t('outlay.per_add_help')}
          value={perAdd?.per_add_fen == null ? null : Math.round(perAdd.per_add_fen)}
          unit="money"
          isEstimate={perAdd?.is_estimate ?? false}
          beside={answer.costs === 'given' ? trend(decay.per_add_fen, units) : t('adds.no_costs')}
        />
        <Figure title={t('adds.asked')} definition={t('adds.asked_help')} value={all.asked} />
        <Figure title={t('outlay.adds')} definition={t('outlay.adds_help')} value={all.adds} />
      </FigureRow>
      <Panel>
        <TrendChart
          title={t('adds.chart')}
          definition={t('adds.chart_help')}
          height={260}
          unit="percent"
          axis={t('adds.period')}
          labels={periods.map(({ start }) => periodName(start, draft.period))}
          starts={periods.map(({ start }) => start)}
          unfinished={periods.length - complete}
          series={[
            {
              key: 'acceptance',
              name: t('adds.acceptance'),
              values: periods.map(({ acceptance }) => acceptance),
            },
          ]}
        />
      </Panel>
      {answer.months.length > 0 && (
        <Panel>
          <TrendChart
            title={t('outlay.chart')}
            definition={t('outlay.chart_help')}
            height={220}
            unit="money"
            axis={t('outlay.month')}
            labels={answer.months.map(({ start }) => periodName(start, 'month'))}
            starts={answer.months.map(({ start }) => start)}
            series={[
              {
                key: 'per_add',
                name: t('outlay.per_add'),
                values: answer.months.map(({ per_add_fen }) => per_add_fen),
              },
            ]}
          />
        </Panel>
      )}
      <Values answer={answer} question={question} by={draft.by} />
    </>
  )
}

function Values(props: { answer: AddsAnswer; question: AddsQuestion; by: Draft['by'] }) {
  const t = useTexts()
  const { answer, question, by } = props
  const valueName = useValueName({
    type: 'event',
    by: { guide: `${FIELD}staff_id`, channel: `${FIELD}channel_id`, hook: 'hook' }[by],
  })
  const columns: FigureColumn[] = [
    { title: t(`adds.by_${by}`), kind: 'words' },
    { title: t('adds.asked'), help: t('adds.asked_help'), kind: 'count' },
    { title: t('adds.accepted'), kind: 'count' },
    { title: t('adds.refused'), help: t('adds.refused_help'), kind: 'count' },
    { title: t('adds.open'), help: t('adds.open_help'), kind: 'count' },
    { title: t('adds.acceptance'), kind: 'share' },
    { title: t('adds.low'), help: t('adds.interval_help'), kind: 'share' },
    { title: t('adds.high'), help: t('adds.interval_help'), kind: 'share' },
    { title: t('outlay.adds'), help: t('outlay.adds_help'), kind: 'count' },
    { title: t('outlay.per_add'), help: t('outlay.per_add_help'), kind: 'money' },
    { title: t('outlay.sure'), help: t('outlay.sure_help'), kind: 'words' },
  ]
  const rows: TableRow[] = answer.values.map((one) => {
    const figure = (is: 'asked' | 'accepted' | 'refused' | 'open' | 'added') => ({
      analysis: 'adds' as const,
      question,
      cell: { value: one.value, is },
    })
    const answered = one.asked - one.open
    return {
      key: one.value ?? '',
      cells: [
        valueName(one.value),
        one.asked,
        one.accepted,
        answered - one.accepted,
        one.open,
        one.acceptance,
        one.low,
        one.high,
        one.adds,
        one.per_add_fen,
        one.per_add_fen === null
          ? null
          : t(one.is_estimate ? 'outlay.estimate' : 'outlay.recorded'),
      ],
      behind: [
        undefined,
        ...(['asked', 'accepted', 'refused', 'open'] as const).map(figure),
        ...[undefined, undefined, undefined],
        figure('added'),
      ],
      isSmall: isFew(answered),
    }
  })
  return <FigureTable title={t('adds.table')} columns={columns} rows={rows} />
}
