import { Checkbox, Select } from 'antd'
import { useBuilding } from '../../audiences/building.tsx'
import { Choose } from '../../audiences/Pick.tsx'
import { Num } from '../../audiences/Pieces.tsx'
import { FIELD } from '../../audiences/say.ts'
import type { Days } from '../../format/days.ts'
import { percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import { isOneOf, readAsked } from '../asked.ts'
import { useValueName } from '../breakdownWords.ts'
import { noExamples } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, isFew, type TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { usePeriodName } from '../periods.ts'
import { Field } from '../QuestionFields.tsx'
import { type AcquisitionAnswer, type AcquisitionQuestion, askAcquisition } from './api.ts'
import { isCount, NumberField } from './fields.tsx'

const KINDS = ['media', 'incentive', 'goods', 'staff', 'tool', 'platform_commission'] as const
type Kind = (typeof KINDS)[number]
const PER = ['customer', 'whole'] as const
interface Draft {
  months: number
  kinds: Kind[]
  /** Points of a hundred; left out: by the brand's cost defaults. */
  margin?: number
  channel?: string
  per: (typeof PER)[number]
}

const read = (text: string | undefined) =>
  readAsked<Draft>(
    text,
    { months: 12, kinds: ['media', 'incentive'], per: 'customer' },
    {
      months: isCount,
      kinds: (value) =>
        Array.isArray(value) && value.length > 0 && value.every((kind) => isOneOf(KINDS)(kind)),
      margin: (value) => typeof value === 'number' && value >= 0 && value <= 100,
      channel: (value) => typeof value === 'string' && value !== '',
      per: isOneOf(PER),
    },
  )

const question = ({ months, kinds, margin, channel }: Draft, days: Days): AcquisitionQuestion => ({
  ...{ months, cost_kinds: kinds, date_from: days.from, date_to: days.to },
  ...(margin !== undefined && { margin_bp: Math.round(margin * 100) }),
  ...(channel !== undefined && { channel }),
})

export const acquisitionAnalysis: Analysis<Draft, AcquisitionQuestion, AcquisitionAnswer> = {
  code: 'acquisition',
  since: 'last_365',
  read,
  question,
  ask: askAcquisition,
  Fields,
  useExamples: noExamples,
  Answer: Answered,
}

export function AcquisitionPage() {
  return <AnalysisPage {...acquisitionAnalysis} />
}

function Fields(props: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  const { choices } = useBuilding()
  return (
    <div className={styles.fields}>
      <Field label={t('acquisition.kinds')} hint={t('acquisition.kinds_hint')}>
        <Checkbox.Group
          value={draft.kinds}
          options={KINDS.map((value) => ({ value, label: t(`acquisition.kind_${value}`) }))}
          onChange={(kinds) => kinds.length > 0 && onChange({ ...draft, kinds: kinds as Kind[] })}
        />
      </Field>
      <Field label={t('acquisition.margin')} hint={t('acquisition.margin_hint')}>
        <Checkbox
          checked={draft.margin !== undefined}
          onChange={({ target }) => {
            const { margin: _, ...rest } = draft
            onChange(target.checked ? { ...rest, margin: 50 } : rest)
          }}
        >
          {t('acquisition.margin_given')}
        </Checkbox>
        {draft.margin !== undefined && (
          <Num
            label={t('acquisition.margin')}
            value={draft.margin}
            min={0}
            max={100}
            suffix="%"
            onChange={(margin) => onChange({ ...draft, margin })}
          />
        )}
      </Field>
      <Field label={t('acquisition.channel')} hint={t('acquisition.channel_hint')}>
        <Select
          variant="filled"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('acquisition.channel')}
          placeholder={t('acquisition.all_channels')}
          value={draft.channel}
          options={choices.channels}
          onChange={(channel: string | undefined) => {
            const { channel: _, ...rest } = draft
            onChange(channel ? { ...rest, channel } : rest)
          }}
        />
      </Field>
      <NumberField
        label={t('acquisition.months')}
        value={draft.months}
        min={1}
        max={60}
        suffix={t('value_unit.months')}
        onChange={(months) => onChange({ ...draft, months })}
      />
      <Field label={t('acquisition.per')}>
        <Choose
          label={t('acquisition.per')}
          value={draft.per}
          options={PER.map((value) => ({ value, label: t(`acquisition.per_${value}`) }))}
          onChange={(per) => onChange({ ...draft, per })}
        />
      </Field>
    </div>
  )
}

/** The newest cohorts that fit beside each other, and not younger than a month. */
const MOST_LINES = 6

function Answered(props: Answer<Draft, AcquisitionQuestion, AcquisitionAnswer>) {
  const t = useTexts()
  const periodName = usePeriodName()
  const after = useAfter()
  const { answer, question, draft } = props
  const { all, cohorts } = answer
  const known = cohorts.filter(({ complete, customers }) => complete > 0 && customers > 0)
  const shown = known.slice(-MOST_LINES)
  const longest = Math.max(0, ...shown.map(({ complete }) => complete))
  const margin = percent(answer.margin_bp / 10_000)
  const per = (cohort: AcquisitionAnswer['cohorts'][number], fen: number) =>
    draft.per === 'customer' ? fen / cohort.customers : fen
  return (
    <>
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('acquisition.cac')}
          definition={t('acquisition.cac_help')}
          formula={t('acquisition.cac_formula')}
          value={all.cac_fen === null ? null : Math.round(all.cac_fen)}
          unit="money"
          beside={all.cost_fen === null ? t('acquisition.unknown') : undefined}
        />
        <Figure
          title={t('acquisition.per_contact')}
          definition={t('acquisition.per_contact_help')}
          value={all.per_customer_fen === null ? null : Math.round(all.per_customer_fen)}
          unit="money"
        />
        <Figure
          title={t('acquisition.cost')}
          definition={t('acquisition.cost_help')}
          value={all.cost_fen}
          unit="money"
        />
        <Figure
          title={t('acquisition.customers')}
          definition={t('acquisition.customers_help')}
          value={all.customers}
          beside={t('acquisition.of_them_bought', { count: all.buyers })}
        />
      </FigureRow>
      <Panel>
        <TrendChart
          title={t('acquisition.chart')}
          definition={t(
            answer.margin_is_estimate
              ? 'acquisition.chart_help_estimate'
              : 'acquisition.chart_help',
            { margin },
          )}
          height={320}
          unit="money"
          axis={t('acquisition.month')}
          labels={Array.from({ length: longest }, (_, month) => after(month))}
          series={shown.map((cohort) => ({
            key: cohort.start,
            name: periodName(cohort.start, 'month'),
            values: Array.from({ length: longest }, (_, month) => {
              const value = cohort.values[month]
              if (value === undefined || month >= cohort.complete) return null
              return per(cohort, value - (cohort.cost_fen ?? 0))
            }),
          }))}
        />
      </Panel>
      <Cohorts answer={answer} question={question} draft={draft} />
      <Channels answer={answer} question={question} />
      <Operating answer={answer} />
    </>
  )
}

/** From the first month of which anything is known. */
function lived<Month extends { cost_fen: number | null; customers?: number; active?: number }>(
  months: readonly Month[],
): readonly Month[] {
  const first = months.findIndex(
    ({ cost_fen, customers = 0, active = 0 }) => cost_fen !== null || customers + active > 0,
  )
  return first < 0 ? [] : months.slice(first)
}

function useAfter() {
  const t = useTexts()
  return (month: number) =>
    month === 0 ? t('acquisition.same_month') : t('acquisition.after', { count: month })
}

function Cohorts(props: {
  answer: AcquisitionAnswer
  question: AcquisitionQuestion
  draft: Draft
}) {
  const t = useTexts()
  const periodName = usePeriodName()
  const after = useAfter()
  const { answer, question, draft } = props
  const columns: FigureColumn[] = [
    { title: t('acquisition.cohort'), kind: 'words' },
    { title: t('acquisition.customers'), help: t('acquisition.customers_help'), kind: 'count' },
    { title: t('acquisition.buyers'), help: t('acquisition.buyers_help'), kind: 'count' },
    { title: t('acquisition.cost'), help: t('acquisition.cost_help'), kind: 'money' },
    { title: t('acquisition.cac'), help: t('acquisition.cac_help'), kind: 'money' },
    { title: t('acquisition.payback'), help: t('acquisition.payback_help'), kind: 'words' },
    ...Array.from(
      { length: Math.min(draft.months + 1, lived(answer.cohorts)[0]?.values.length ?? 0) },
      (_, month): FigureColumn => ({
        title: after(month),
        kind: 'money',
      }),
    ),
  ]
  const rows: TableRow[] = lived(answer.cohorts).map((cohort) => {
    const { start, customers, buyers, cost_fen, cac_fen, payback, values, complete } = cohort
    const figure = (is: 'customers' | 'buyers') => ({
      analysis: 'acquisition' as const,
      question,
      cell: { start, is },
    })
    return {
      key: start,
      cells: [
        periodName(start, 'month'),
        customers,
        buyers,
        cost_fen ?? t('acquisition.unknown'),
        cac_fen,
        payback === null
          ? t(cost_fen === null ? 'acquisition.unknown' : 'acquisition.not_yet')
          : after(payback),
        ...values.map((value, month) =>
          month < complete
            ? draft.per === 'customer' && customers > 0
              ? value / customers
              : value
            : null,
        ),
      ],
      behind: [undefined, figure('customers'), figure('buyers')],
      isSmall: isFew(customers),
    }
  })
  return (
    <FigureTable
      title={t(draft.per === 'customer' ? 'acquisition.table_each' : 'acquisition.table')}
      columns={columns}
      rows={rows.toReversed()}
      file={{ columns, rows }}
    />
  )
}

function Channels(props: { answer: AcquisitionAnswer; question: AcquisitionQuestion }) {
  const t = useTexts()
  const valueName = useValueName({ type: 'event', by: `${FIELD}channel_id` })
  const { answer, question } = props
  const columns: FigureColumn[] = [
    { title: t('acquisition.channel'), kind: 'words' },
    { title: t('acquisition.customers'), kind: 'count' },
    { title: t('acquisition.buyers'), kind: 'count' },
    { title: t('acquisition.cost'), kind: 'money' },
    { title: t('acquisition.per_contact'), kind: 'money' },
    { title: t('acquisition.cac'), kind: 'money' },
    { title: t('acquisition.value'), help: t('acquisition.value_help'), kind: 'money' },
    { title: t('acquisition.roi'), help: t('acquisition.roi_help'), kind: 'share' },
  ]
  const rows: TableRow[] = answer.channels.map((one) => {
    const figure = (is: 'customers' | 'buyers') => ({
      analysis: 'acquisition' as const,
      question,
      cell: { channel: one.channel, is },
    })
    const { cost_fen: cost } = one
    return {
      key: one.channel ?? '',
      cells: [
        valueName(one.channel),
        one.customers,
        one.buyers,
        cost ?? t('acquisition.unknown'),
        one.per_customer_fen,
        one.cac_fen,
        one.value_fen,
        cost !== null && cost > 0 ? (one.value_fen - cost) / cost : null,
      ],
      behind: [undefined, figure('customers'), figure('buyers')],
      isSmall: isFew(one.customers),
    }
  })
  return <FigureTable title={t('acquisition.by_channel')} columns={columns} rows={rows} />
}

function Operating(props: { answer: AcquisitionAnswer }) {
  const t = useTexts()
  const periodName = usePeriodName()
  const columns: FigureColumn[] = [
    { title: t('acquisition.cohort_month'), kind: 'words' },
    { title: t('acquisition.active'), help: t('acquisition.active_help'), kind: 'count' },
    {
      title: t('acquisition.operating_cost'),
      help: t('acquisition.operating_help'),
      kind: 'money',
    },
    { title: t('acquisition.operating_each'), kind: 'money' },
  ]
  const rows: TableRow[] = lived(props.answer.operating).map((one) => ({
    key: one.start,
    cells: [
      periodName(one.start, 'month'),
      one.active,
      one.cost_fen ?? t('acquisition.unknown'),
      one.per_customer_fen,
    ],
  }))
  return (
    <FigureTable
      title={t('acquisition.operating')}
      columns={columns}
      rows={rows.toReversed()}
      file={{ columns, rows }}
    />
  )
}
