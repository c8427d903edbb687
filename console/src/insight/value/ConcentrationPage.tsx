import { Choose } from '../../audiences/Pick.tsx'
import type { Rule } from '../../audiences/rule.ts'
import type { Days } from '../../format/days.ts'
import { percent } from '../../format/number.ts'
import { useTexts } from '../../i18n/texts.ts'
import { TrendChart } from '../../ui/Chart.tsx'
import { Figure, FigureRow } from '../../ui/Figure.tsx'
import { Panel } from '../../ui/Page.tsx'
import { type Analysis, AnalysisPage, type Answer } from '../AnalysisPage.tsx'
import { isOneOf, isRule, readAsked } from '../asked.ts'
import { noExamples } from '../examples.ts'
import { FigureTable } from '../FigureTable.tsx'
import { type FigureColumn, isFew, type TableRow } from '../figures.ts'
import styles from '../Insight.module.css'
import { Field } from '../QuestionFields.tsx'
import { askConcentration, type ConcentrationAnswer, type ConcentrationQuestion } from './api.ts'
import { isCount, NumberField, Whose } from './fields.tsx'

const OF = ['revenue', 'orders'] as const
const AMONG = ['known', 'buyers'] as const
interface Draft {
  of: (typeof OF)[number]
  among: (typeof AMONG)[number]
  /** Points of a hundred. */
  share: number
  who?: Rule
}

const read = (text: string | undefined) =>
  readAsked<Draft>(
    text,
    { of: 'revenue', among: 'known', share: 80 },
    { of: isOneOf(OF), among: isOneOf(AMONG), share: isCount, who: isRule },
  )

const question = ({ share, ...draft }: Draft, days: Days): ConcentrationQuestion => ({
  ...draft,
  share: Math.min(1, share / 100),
  date_from: days.from,
  date_to: days.to,
})

export const concentrationAnalysis: Analysis<Draft, ConcentrationQuestion, ConcentrationAnswer> = {
  code: 'concentration',
  since: 'last_365',
  read,
  question,
  ask: askConcentration,
  Fields,
  useExamples: noExamples,
  Answer: Answered,
}

export function ConcentrationPage() {
  return <AnalysisPage {...concentrationAnalysis} />
}

function Fields(props: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTexts()
  const { draft, onChange } = props
  return (
    <div className={styles.fields}>
      <Field label={t('concentration.of')}>
        <Choose
          label={t('concentration.of')}
          value={draft.of}
          options={OF.map((value) => ({ value, label: t(`concentration.of_${value}`) }))}
          onChange={(of) => onChange({ ...draft, of })}
        />
      </Field>
      <Field label={t('concentration.among')} hint={t(`concentration.among_${draft.among}_hint`)}>
        <Choose
          label={t('concentration.among')}
          value={draft.among}
          options={AMONG.map((value) => ({ value, label: t(`concentration.among_${value}`) }))}
          onChange={(among) => onChange({ ...draft, among })}
        />
      </Field>
      <NumberField
        label={t('concentration.share')}
        value={draft.share}
        min={1}
        max={100}
        suffix="%"
        onChange={(share) => onChange({ ...draft, share })}
      />
      <Whose draft={draft} onChange={onChange} />
    </div>
  )
}

/** Points of a hundred that were asked for. */
const whole = (part: number) => `${Math.round(part * 100)}%`

function Answered(props: Answer<Draft, ConcentrationQuestion, ConcentrationAnswer>) {
  const t = useTexts()
  const { answer, question, draft } = props
  const { fewest, customers, zeros, negative, gini, top, lorenz } = answer
  const small = isFew(customers) && { small: { cases: customers } }
  const columns: FigureColumn[] = [
    { title: t('concentration.top'), kind: 'words' },
    { title: t('concentration.customers'), kind: 'count' },
    { title: t('concentration.top_share'), help: t('concentration.top_share_help'), kind: 'share' },
  ]
  const behind = (cell: { top: number } | { zeros: true }) => ({
    analysis: 'concentration' as const,
    question,
    cell,
  })
  const rows: TableRow[] = [
    ...top.map((one) => ({
      key: String(one.q),
      cells: [t('concentration.top_q', { q: whole(one.q) }), one.customers, one.share],
      behind: [undefined, behind({ top: one.customers })],
      isSmall: isFew(one.customers),
    })),
    ...(fewest
      ? [
          {
            key: 'fewest',
            cells: [
              t('concentration.fewest', { share: whole(fewest.share) }),
              fewest.customers,
              fewest.share,
            ],
            behind: [undefined, behind({ top: fewest.customers })],
            tone: 'sum' as const,
          },
        ]
      : []),
    {
      key: 'zeros',
      cells: [t('concentration.zeros'), zeros, zeros > 0 ? 0 : null],
      behind: [undefined, behind({ zeros: true })],
    },
  ]
  return (
    <>
      <FigureRow label={t('insight.figures')}>
        <Figure
          title={t('concentration.fewest', { share: whole(draft.share / 100) })}
          definition={t('concentration.fewest_help')}
          value={fewest?.customers ?? null}
          beside={fewest && t('concentration.of_all', { share: percent(fewest.of_all) })}
          {...small}
        />
        <Figure
          title={t('concentration.gini')}
          definition={t('concentration.gini_help')}
          formula="Σ(2i − n − 1)·xᵢ ÷ (n·Σx)"
          value={gini === null ? null : Math.round(gini * 1000) / 1000}
          {...small}
        />
        <Figure
          title={t('concentration.customers')}
          definition={t(`concentration.among_${draft.among}_hint`)}
          value={customers}
        />
        <Figure
          title={t('concentration.zeros')}
          definition={t('concentration.zeros_help')}
          value={zeros}
          beside={negative > 0 ? t('concentration.negative', { count: negative }) : undefined}
        />
      </FigureRow>
      <Panel>
        <TrendChart
          title={t('concentration.chart')}
          definition={t('concentration.chart_help')}
          height={320}
          unit="percent"
          most={1}
          axis={t('concentration.share_of_customers')}
          labels={lorenz.map((point) => whole(point.customers))}
          series={[
            {
              key: 'value',
              name: t(`concentration.of_${draft.of}`),
              // The most valuable stand on the left: who brings how much is read off at once.
              values: lorenz.map((_, i) => 1 - (lorenz[lorenz.length - 1 - i]?.value ?? 0)),
            },
            {
              key: 'even',
              name: t('concentration.even'),
              values: lorenz.map((point) => point.customers),
              colour: 4,
              isFaint: true,
            },
          ]}
        />
      </Panel>
      <FigureTable title={t('concentration.table')} columns={columns} rows={rows} />
    </>
  )
}
