import { Choose } from '../../audiences/Pick.tsx'
import type { Rule } from '../../audiences/rule.ts'
import type { Days } from '../../format/days.ts'
import { exactNumber } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import { isOneOf, isRule, readAsked } from '../asked.ts'
import { noExamples } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, fileTable, isFew, type TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { Field } from '../QuestionFields.tsx'
import { askRepurchase, type RepurchaseAnswer, type RepurchaseQuestion } from './api.ts'
import { isCount, NumberField, Whose } from './fields.tsx'

interface Draft {
  days: number
  after: 'first' | 'any'
  who?: Rule
}
const AFTERS = ['first', 'any'] as const

const read = (text: string | undefined) =>
  readAsked<Draft>(
    text,
    { days: 90, after: 'first' },
    { days: isCount, after: isOneOf(AFTERS), who: isRule },
  )

const question = (draft: Draft, days: Days): RepurchaseQuestion => ({
  ...draft,
  date_from: days.from,
  date_to: days.to,
})

export const repurchaseAnalysis: Analysis<Draft, RepurchaseQuestion, RepurchaseAnswer> = {
  code: 'repurchase',
  since: 'last_365',
  read,
  question,
  ask: askRepurchase,
  Fields,
  useExamples: noExamples,
  Answer: Answered,
}

export function RepurchasePage() {
  return <AnalysisPage {...repurchaseAnalysis} />
}

function Fields(props: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  return (
    <div className={styles.fields}>
      <NumberField
        label={t('repurchase.days')}
        hint={t('repurchase.days_hint')}
        value={draft.days}
        min={1}
        max={730}
        suffix={t('value_unit.days')}
        onChange={(days) => onChange({ ...draft, days })}
      />
      <Field label={t('repurchase.after')} hint={t(`repurchase.after_${draft.after}_hint`)}>
        <Choose
          label={t('repurchase.after')}
          value={draft.after}
          options={AFTERS.map((value) => ({ value, label: t(`repurchase.after_${value}`) }))}
          onChange={(after) => onChange({ ...draft, after })}
        />
      </Field>
      <Whose draft={draft} onChange={onChange} />
    </div>
  )
}

function Answered(props: Answer<Draft, RepurchaseQuestion, RepurchaseAnswer>) {
  const t = useTexts()
  const { answer, question, draft } = props
  const { twice, orders, split, window, waiting } = answer
  const small = (cases: number) => isFew(cases) && { small: { cases } }
  const figures = [
    { key: 'window', rate: window.rate, cases: window.buyers },
    { key: 'twice', rate: twice.rate, cases: twice.buyers },
    { key: 'orders', rate: orders.rate, cases: orders.orders },
    { key: 'split', rate: split.rate, cases: twice.buyers },
  ] as const
  const behind = (
    is:
      | 'buyers'
      | 'twice'
      | 'new'
      | 'old'
      | 'window_buyers'
      | 'window_again'
      | 'window_not_again'
      | 'left_out',
  ) => ({
    analysis: 'repurchase' as const,
    question,
    cell: { is },
  })
  const columns: FigureColumn[] = [
    { title: t('repurchase.group'), kind: 'words' },
    { title: t('repurchase.customers'), kind: 'count' },
    { title: t('repurchase.share'), help: t('repurchase.share_help'), kind: 'share' },
    { title: t('repurchase.orders_count'), kind: 'count' },
    { title: t('repurchase.net'), help: t('repurchase.net_help'), kind: 'money' },
  ]
  const part = (n: number, of: number) => (of > 0 ? n / of : null)
  const row = (
    is: Parameters<typeof behind>[0],
    count: number,
    of: number,
    side?: { orders: number; fen: number },
  ): TableRow => ({
    key: is,
    cells: [
      t(`repurchase.is_${is}`, { days: draft.days }),
      count,
      part(count, of),
      side?.orders ?? null,
      side?.fen ?? null,
    ],
    behind: [undefined, behind(is)],
    isSmall: isFew(count),
  })
  const first = window.buyers + window.left_out
  const rows = [
    row('buyers', twice.buyers, twice.buyers, {
      orders: orders.orders,
      fen: split.new.fen + split.old.fen,
    }),
    row('new', split.new.buyers, twice.buyers, split.new),
    row('old', split.old.buyers, twice.buyers, split.old),
    row('twice', twice.again, twice.buyers),
    row('window_buyers', window.buyers, first),
    row('window_again', window.again, window.buyers),
    row('window_not_again', window.buyers - window.again, window.buyers),
    row('left_out', window.left_out, first),
  ]
  return (
    <>
      <FigureRow label={t('insight.figures')}>
        {figures.map(({ key, rate, cases }) => (
          <Figure
            key={key}
            title={t(`repurchase.${key}`, { days: draft.days })}
            definition={t(`repurchase.${key}_help`, { days: draft.days })}
            formula={t(`repurchase.${key}_formula`, { days: draft.days })}
            value={rate}
            unit="percent"
            beside={
              key === 'window' && rate === null && window.left_out > 0
                ? `${t('repurchase.is_left_out', { days: draft.days })} ${exactNumber(window.left_out)}`
                : undefined
            }
            {...small(cases)}
          />
        ))}
      </FigureRow>
      <Waiting waiting={waiting} draft={draft} />
      <FigureTable title={t('repurchase.table')} columns={columns} rows={rows} />
    </>
  )
}

/** At most so many points are drawn; the table beside the chart has them all. */
const POINTS = 120

function Waiting(props: { waiting: RepurchaseAnswer['waiting']; draft: Draft }) {
  const t = useTexts()
  const { waiting } = props
  const last = waiting.curve.at(-1)?.day ?? 0
  const step = Math.max(1, Math.ceil(last / POINTS))
  const days = Array.from({ length: Math.floor(last / step) + 1 }, (_, i) => i * step)
  const at = (day: number) => waiting.curve.findLast((point) => point.day <= day)
  const again = (of: 'waiting' | 'low' | 'high') =>
    days.map((day) => {
      const point = at(day)
      return point ? 1 - point[of] : 0
    })
  const columns: FigureColumn[] = [
    { title: t('repurchase.day'), kind: 'count' },
    { title: t('repurchase.again'), kind: 'share' },
    { title: t('repurchase.low'), kind: 'share' },
    { title: t('repurchase.high'), kind: 'share' },
    { title: t('repurchase.at_risk'), kind: 'count' },
    { title: t('repurchase.happened'), kind: 'count' },
    { title: t('repurchase.censored'), kind: 'count' },
  ]
  const rows: TableRow[] = waiting.curve.map((point) => ({
    key: String(point.day),
    cells: [
      point.day,
      1 - point.waiting,
      1 - point.high,
      1 - point.low,
      point.at_risk,
      point.happened,
      point.censored,
    ],
  }))
  const median =
    waiting.median === null
      ? t('repurchase.no_median')
      : t('repurchase.median', { count: waiting.median })
  return (
    <Panel>
      <TrendChart
        title={t('repurchase.curve')}
        definition={`${t(`repurchase.curve_${props.draft.after}`, { n: waiting.n, happened: waiting.happened })} ${median}`}
        height={300}
        unit="percent"
        axis={t('repurchase.day')}
        labels={days.map((day) => t('insight_periods.day', { count: day }))}
        series={[
          { key: 'again', name: t('repurchase.again'), values: again('waiting') },
          {
            key: 'low',
            name: t('repurchase.low'),
            values: again('high'),
            colour: 4,
            isFaint: true,
          },
          {
            key: 'high',
            name: t('repurchase.high'),
            values: again('low'),
            colour: 4,
            isFaint: true,
          },
        ]}
        table={fileTable(columns, rows)}
      />
    </Panel>
  )
}
